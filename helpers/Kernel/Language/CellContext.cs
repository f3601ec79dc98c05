namespace CSharpKernel.Language;

/// <summary>
/// Which cell the running code belongs to. It flows with the execution context into tasks, timers and threads, so output
/// is attributed to the cell that started them, even after that cell has ended.
/// </summary>
internal static class CellContext
{
    private static readonly AsyncLocal<CellExecution?> Local = new();
    private static CellExecution? _latest;

    /// <summary>The cell that the running code belongs to; null where that cannot be known.</summary>
    public static CellExecution? Current => Local.Value;

    /// <summary>Where the running code's output goes: to its own cell, or else to the one that started last.</summary>
    public static ICellOutput Output => (Local.Value ?? Volatile.Read(ref _latest))?.Output ?? NoOutput.Instance;

    /// <summary>Asks the user for a line, until the cell is interrupted.</summary>
    public static string? ReadLine(string prompt = "", bool password = false) =>
        Output.ReadLine(prompt, password, Current?.Cancellation ?? CancellationToken.None);

    public static void Enter(CellExecution execution)
    {
        Local.Value = execution;
        Volatile.Write(ref _latest, execution);
    }
}
