namespace AsyncProgramming.EventLoops;

/// <summary>
/// An <see cref="EventLoop"/> in debug mode has ended a wait that stood still for
/// <see cref="EventLoop.DeadlockTimeout"/>: the loop's own thread waited, without a time limit, while callbacks that only
/// this thread can run were waiting for it. Thrown out of the wait itself, so the stack shows the line that is to blame.
/// </summary>
/// <param name="message">What waited for what, and what to write instead.</param>
public sealed class EventLoopDeadlockException(string message) : Exception(message);
