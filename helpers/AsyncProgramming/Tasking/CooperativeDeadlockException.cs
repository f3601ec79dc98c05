namespace AsyncProgramming.Tasking;

/// <summary>
/// No task of a <see cref="CooperativeScheduler"/> is ready, and none waits for time, I/O or another thread: each waits for
/// another one. The message lists all tasks, and what each waits at.
/// </summary>
/// <param name="message">What is wrong, and the listing.</param>
public sealed class CooperativeDeadlockException(string message) : Exception(message);
