using AsyncProgramming.EventLoops;

namespace AsyncProgramming.Tasking;

/// <summary>
/// Current while a cooperative task has its turn, so that the task is current again after an <c>await</c> of something that
/// knows nothing of tasks, such as <see cref="Task.Delay(TimeSpan)"/>.
/// </summary>
internal sealed class TaskSynchronizationContext(EventLoop loop, CooperativeTask task) : LoopSynchronizationContext(loop)
{
    /// <summary>Gives the task a turn. After the run it comes too late: the task was left behind, as is documented.</summary>
    public override void Post(SendOrPostCallback d, object? state) =>
        Loop.Post(new Callback(static turn => ((Turn)turn!).Run(), new Turn(task, d, state)));

    /// <summary>A turn of the task for a continuation that comes from outside.</summary>
    private sealed class Turn(CooperativeTask task, SendOrPostCallback callback, object? state)
    {
        public void Run() => task.TakeTurnFromOutside(static turn => ((Turn)turn!).Continue(), this);

        private void Continue() => callback(state);
    }
}
