using System.Globalization;
using Course.Tests.Running;

namespace Course.Tests.Newcomer;

/// <summary>Processes that another one has started, as Linux tells them; elsewhere none are known.</summary>
internal static class ChildProcesses
{
    /// <summary>The children of a process whose command line names a file.</summary>
    public static IReadOnlyList<int> Of(int parent, string file) => !Directory.Exists("/proc/self") ? [] :
    [
        .. Directory.EnumerateDirectories("/proc").Select(Path.GetFileName)
            .Where(name => int.TryParse(name, CultureInfo.InvariantCulture, out _)).Select(name => int.Parse(name!, CultureInfo.InvariantCulture))
            .Where(id => ParentOf(id) == parent && Read($"/proc/{id}/cmdline").Contains(file, StringComparison.Ordinal) && PosixSignals.IsRunning(id)),
    ];

    private static int ParentOf(int id) => Read($"/proc/{id}/status").Split('\n').FirstOrDefault(line => line.StartsWith("PPid:", StringComparison.Ordinal)) is { } line
        ? int.Parse(line.AsSpan("PPid:".Length), CultureInfo.InvariantCulture)
        : 0;

    /// <summary>A process may end while it is looked at.</summary>
    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
