namespace CSharpKernel;

/// <summary>
/// What the kernel itself has to say, on the process's standard error; a cell's output never goes there, and
/// <see cref="Console.Error"/> belongs to the cells.
/// </summary>
internal static class Log
{
    private static readonly TextWriter Output = TextWriter.Synchronized(
        new StreamWriter(Console.OpenStandardError()) { AutoFlush = true });

    public static void Warn(string message) => Output.WriteLine($"C# kernel: {message}");
}
