namespace CSharpKernel.Protocol.History;

/// <summary>A cell that was run.</summary>
/// <param name="Session">The session; each kernel process has one.</param>
/// <param name="Line">The cell's execution count in it.</param>
/// <param name="Input">The cell's text.</param>
/// <param name="Output">Its result as plain text; null if there was none.</param>
internal sealed record HistoryEntry(int Session, int Line, string Input, string? Output);
