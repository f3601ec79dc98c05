using System.Threading.Tasks.Sources;
using AsyncProgramming.EventLoops;
using AsyncProgramming.Tasking.Waiting;

namespace AsyncProgramming.Tasking;

/// <summary>
/// The line at a <see cref="Rendezvous"/> with a lock. A sleeper that is woken is not given a turn to ask for the lock, but
/// its place in the lock's own line: one wait for both, and one turn when all is there (as POSIX threads do with requeued
/// futexes).
/// </summary>
internal sealed class SleepLine(object owner, QueueingLock @lock) : WaitLine(owner, "sleeping at")
{
    public override void Wake(EventLoop loop, object waiter)
    {
        // A node knows itself what its second wait is for.
        if (waiter is WaitNode node) node.Complete();
        else @lock.Admit(loop, waiter);
    }

    protected override WaitNode CreateNode(EventLoop loop) => new SleepNode(loop, this, @lock);

    /// <summary>A sleep that can be cancelled, or that is not awaited at once.</summary>
    private sealed class SleepNode(EventLoop loop, SleepLine line, QueueingLock @lock) : WaitNode(loop, line)
    {
        // How the sleep has ended; from then on it waits for the lock.
        private ValueTaskSourceStatus _sleep = ValueTaskSourceStatus.Pending;

        protected override bool CanBeCancelled => _sleep == ValueTaskSourceStatus.Pending;

        protected override void Finish(ValueTaskSourceStatus status)
        {
            if (_sleep != ValueTaskSourceStatus.Pending)
            {
                base.Finish(_sleep);
                return;
            }

            _sleep = status;
            @lock.Admit(Loop, this);
        }

        protected override void Leave()
        {
            if (_sleep == ValueTaskSourceStatus.Pending) base.Leave();
            else @lock.Leave(this);
        }
    }
}
