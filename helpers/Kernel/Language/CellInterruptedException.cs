namespace CSharpKernel.Language;

/// <summary>The user has interrupted the cell that the throwing code works for.</summary>
internal sealed class CellInterruptedException() : OperationCanceledException("The cell was interrupted.");
