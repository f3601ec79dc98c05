namespace AsyncProgramming.Tasking;

/// <summary>
/// Takes a task that ends before its time out of all its methods, so that their <c>finally</c> blocks run. A cancellation to
/// whoever catches it.
/// </summary>
internal sealed class TaskExitException() : OperationCanceledException("The cooperative task is being ended.");
