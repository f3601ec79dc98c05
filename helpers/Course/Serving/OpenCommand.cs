using System.ComponentModel;
using System.Diagnostics;

namespace Course.Serving;

/// <summary>The program without a verb: serves the course and opens it in the browser.</summary>
internal static class OpenCommand
{
    public static async Task ExecuteAsync(ServerOptions options, CancellationToken cancellation)
    {
        await using var server = await CourseServer.StartAsync(options, cancellation);
        var opened = options.OpensBrowser && TryOpen(server.Link(server.Keys.IssueTicket()));
        Console.WriteLine(opened
            ? "The course is open in your browser. Should it not be there, open this link:"
            : "The course is ready. Open this link:");
        Console.WriteLine();
        Console.WriteLine($"  {server.Link(server.Keys.Token)}");
        Console.WriteLine();
        Console.WriteLine("Ctrl+C ends it, and everything that it runs.");
        await server.WaitForShutdownAsync(cancellation);
    }

    private static bool TryOpen(Uri link)
    {
        var start = OperatingSystem.IsWindows() ? new ProcessStartInfo(link.AbsoluteUri) { UseShellExecute = true }
            : OperatingSystem.IsMacOS() ? new ProcessStartInfo("open", [link.AbsoluteUri])
            : new ProcessStartInfo("xdg-open", [link.AbsoluteUri]);
        try
        {
            using var opener = Process.Start(start);
            return true;
        }
        catch (Win32Exception)
        {
            return false; // A machine without a desktop: the link is printed.
        }
    }
}
