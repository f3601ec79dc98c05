namespace AsyncProgramming.Tasking.Waiting;

/// <summary>The errors of code that does not simply await a wait.</summary>
internal static class Misuse
{
    public static InvalidOperationException AwaitedTwice() =>
        new("A ValueTask can be awaited only once. Turn it into a task with AsTask() to await it again.");

    public static InvalidOperationException NotComplete() =>
        new("The wait is not over yet. Use await: blocking the loop's own thread would be a deadlock.");

    public static InvalidOperationException AwaitedElsewhere() =>
        new("A wait that began on an event loop was awaited on another thread. Await it where it began.");
}
