using AsyncProgramming.Tasking.Waiting;

namespace AsyncProgramming.Tasking;

/// <summary>What most tasks never have: kept apart, so that a task is small.</summary>
internal sealed class TaskExtras
{
    /// <inheritdoc cref="CooperativeTask.State"/>
    public string State { get; set; } = "";

    /// <inheritdoc cref="CooperativeTask.Data"/>
    public object? Data { get; set; }

    /// <summary>The coroutines of the task that wait while another one does.</summary>
    public List<ParkedCoroutine> Parked { get; } = [];

    /// <summary>The locks that the task holds.</summary>
    public List<object> Locks { get; } = [];

    /// <summary>Those who wait for the task's end.</summary>
    public WaitLine? Joiners { get; set; }

    /// <summary>What makes <see cref="CooperativeTask.Completion"/>.</summary>
    public TaskCompletionSource? Completion { get; set; }
}
