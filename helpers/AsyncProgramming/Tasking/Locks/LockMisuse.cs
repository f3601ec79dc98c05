namespace AsyncProgramming.Tasking;

/// <summary>The errors of code that uses a lock wrongly.</summary>
internal static class LockMisuse
{
    public static SynchronizationLockException NotHeld(object @lock, CooperativeTask? task, bool isHeld) => new(
        $"{Subject(task)} has tried to release {@lock}. "
        + (isHeld ? "Only who has taken a lock can release it." : "Nobody holds it: perhaps it was released twice."));

    public static SynchronizationLockException SleptWithout(
        QueueingLock @lock, Rendezvous rendezvous, CooperativeTask? task) => new(
        $"{Subject(task)} has tried to sleep at {rendezvous} without {@lock}. Enter the lock first: the sleep releases it.");

    private static string Subject(CooperativeTask? task) =>
        task is null ? "A coroutine outside of tasks" : $"Task '{task}'";
}
