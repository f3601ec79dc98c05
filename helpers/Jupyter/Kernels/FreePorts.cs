using System.Net;
using System.Net.Sockets;

namespace Jupyter.Kernels;

/// <summary>
/// Ports for a kernel to bind. Between the choice and the kernel's binding anybody may take one: whoever starts the kernel
/// looks with <see cref="AreFree"/> whether that is why it failed, and tries others.
/// </summary>
internal static class FreePorts
{
    /// <summary>Different ports of the loopback address that nobody has bound.</summary>
    public static int[] Choose(int count)
    {
        var listeners = new List<TcpListener>();
        try
        {
            // All are held until the last is chosen, or the system might give the same one twice.
            for (var i = 0; i < count; i++)
            {
                var listener = new TcpListener(IPAddress.Loopback, 0);
                listeners.Add(listener);
                listener.Start();
            }

            return [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        }
        finally
        {
            foreach (var listener in listeners) listener.Dispose();
        }
    }

    /// <summary>Whether each of the ports could be bound now.</summary>
    public static bool AreFree(IEnumerable<int> ports) => ports.All(port =>
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    });
}
