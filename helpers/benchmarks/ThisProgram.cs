using System.Diagnostics;

namespace Benchmarks;

/// <summary>This program, run again as a process of its own.</summary>
internal static class ThisProgram
{
    /// <summary>Starts it with its standard input and output connected.</summary>
    public static Process Start(params string[] arguments)
    {
        var program = Environment.ProcessPath!;
        // Built without a starter of its own, it runs under dotnet.
        if (Path.GetFileNameWithoutExtension(program) == "dotnet") arguments = [typeof(ThisProgram).Assembly.Location, .. arguments];
        return Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
    }
}
