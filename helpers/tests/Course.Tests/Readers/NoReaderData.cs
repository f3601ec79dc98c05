using System.Runtime.CompilerServices;
using Course.Readers;

namespace Course.Tests.Readers;

/// <summary>Courses that tests start as programs keep nothing in the folder of who runs the tests.</summary>
internal static class NoReaderData
{
    [ModuleInitializer]
    internal static void Begin()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"course-tests-reader-{Environment.ProcessId}");
        Environment.SetEnvironmentVariable(ReaderFolder.Variable, folder);
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        };
    }
}
