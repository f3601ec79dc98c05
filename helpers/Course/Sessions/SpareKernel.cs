using System.Text.Json.Nodes;
using Jupyter.Kernels;

namespace Course.Sessions;

/// <summary>A kernel that nobody has asked for yet, and that has run something already, so that the first cell is quick.</summary>
internal sealed class SpareKernel
{
    /// <summary>
    /// What first cells wait for: a display, text, an await, LINQ. In a block of its own, so that it defines nothing; asked
    /// for silently, so that it is not counted.
    /// </summary>
    private const string WarmUp = """
        {
            await Task.Yield();
            var numbers = Enumerable.Range(0, 3).Select(i => i * 2).ToList();
            display(HTML("<b>warm</b>"));
            Console.WriteLine($"{numbers.Count}");
        }
        """;

    private SpareKernel(string folder, Task<KernelProcess> started)
    {
        Folder = folder;
        Started = started;
    }

    /// <summary>The folder that it runs in.</summary>
    public string Folder { get; }

    /// <summary>The kernel, once it is ready.</summary>
    public Task<KernelProcess> Started { get; }

    /// <summary>Whether it has failed to start, or has ended since.</summary>
    public bool HasEnded =>
        Started.IsFaulted || Started.IsCanceled || (Started.IsCompletedSuccessfully && Started.Result.Exited.IsCompleted);

    public static SpareKernel Start(KernelSpec spec, string folder, CancellationToken cancellation)
    {
        return new SpareKernel(folder, StartAsync());

        async Task<KernelProcess> StartAsync()
        {
            var kernel = await KernelProcess.StartAsync(spec, folder, cancellation);
            _ = WarmUpAsync(kernel);
            return kernel;
        }
    }

    private static async Task WarmUpAsync(KernelProcess kernel)
    {
        try
        {
            await kernel.Client.RequestAsync(KernelChannel.Shell, "execute_request", new JsonObject
            {
                ["code"] = WarmUp,
                ["silent"] = true,
                ["store_history"] = false,
                ["allow_stdin"] = false,
                ["stop_on_error"] = false,
            });
        }
        catch (Exception e) when (e is KernelException or ObjectDisposedException)
        {
            // Whoever takes it finds that it has ended.
        }
    }
}
