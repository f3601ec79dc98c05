using AsyncProgramming.EventLoops;
using AsyncProgramming.Tasking;

namespace AsyncProgramming.Tests.Tasking;

public sealed class RandomLockTests
{
    private const int Schedules = 1_000;

    [Fact]
    public void A_queueing_lock_does_what_the_model_does_on_random_schedules() => Compare(() =>
    {
        var gate = new QueueingLock();
        return new Subject((_, token) => gate.Enter(token), _ => gate.TryEnter(), _ => gate.Exit());
    });

    [Fact]
    public void A_read_write_lock_does_what_the_model_does_on_random_schedules() => Compare(() =>
    {
        var gate = new ReadWriteLock();
        return new Subject(
            (writes, token) => writes ? gate.EnterWrite(token) : gate.EnterRead(token),
            writes => writes ? gate.TryEnterWrite() : gate.TryEnterRead(),
            writes =>
            {
                if (writes) gate.ExitWrite();
                else gate.ExitRead();
            },
            HasReaders: true);
    });

    [Fact]
    public void A_rendezvous_does_what_the_model_does_on_random_schedules() => Compare(() =>
    {
        var gate = new QueueingLock();
        return new Subject(
            (_, token) => gate.Enter(token), _ => gate.TryEnter(), _ => gate.Exit(), Rendezvous: new Rendezvous(gate));
    });

    private static void Compare(Func<Subject> create)
    {
        for (var seed = 0; seed < Schedules; seed++)
        {
            try
            {
                new Schedule(seed, create()).Run();
            }
            catch (Exception e)
            {
                Assert.Fail($"Seed {seed}: {e}");
            }
        }
    }

    private sealed record Subject(
        Func<bool, CancellationToken, ValueTask> Enter, Func<bool, bool> TryEnter, Action<bool> Exit,
        bool HasReaders = false, Rendezvous? Rendezvous = null);

    /// <summary>
    /// A program drawn from a seed: tasks that take, try, release, sleep, wake, cancel each other's waits and yield. After
    /// each step model and lock must agree, and with a lost wake-up some would wait for ever.
    /// </summary>
    private sealed class Schedule(int seed, Subject subject)
    {
        private const int Tasks = 7, Steps = 25;
        private readonly Random _random = new(seed);
        private readonly ModelLock _model = new();
        private readonly Wait?[] _waits = new Wait?[Tasks];
        private int _running = Tasks;

        public void Run()
        {
            var scheduler = new CooperativeScheduler(new VirtualTime());
            var stuck = "";
            // Virtual time passes when nobody can run any more.
            scheduler.Loop.CallLater(TimeSpan.FromHours(1), () =>
            {
                stuck = scheduler.Describe();
                scheduler.Start(() => { CooperativeTask.ExitAll(); return Task.CompletedTask; });
            });
            scheduler.Run(() =>
            {
                for (var task = 0; task < Tasks; task++)
                {
                    var number = task;
                    CooperativeTask.Start(() => Act(number), $"{number}");
                }

                return Task.CompletedTask;
            });
            Assert.Equal("", stuck);
        }

        private async Task Act(int task)
        {
            for (var step = 0; step < Steps; step++)
            {
                if (_model.Holds(task)) await ActHolding(task);
                else await ActFree(task);
            }

            if (_model.Holds(task)) Exit(task);
            _running--;
            // The last sleepers need somebody to wake them.
            while (subject.Rendezvous is not null && (_running > 0 || Wake()))
            {
                Wake();
                await CooperativeTask.Yield();
            }
        }

        private async Task ActFree(int task)
        {
            var writes = !subject.HasReaders || _random.Next(2) == 0;
            switch (_random.Next(6))
            {
                case 0:
                    await CooperativeTask.Yield();
                    break;
                case 1:
                    CancelSomebody();
                    break;
                case 2:
                    var expected = _model.Enter(task, writes, mayWait: false);
                    Assert.Equal(expected, subject.TryEnter(writes));
                    break;
                case 3 when subject.Rendezvous is not null:
                    Wake();
                    break;
                default:
                    var free = _model.Enter(task, writes, mayWait: true);
                    await Await(task, new Wait(_random, sleeps: false), free, token => subject.Enter(writes, token));
                    break;
            }
        }

        private async Task ActHolding(int task)
        {
            switch (_random.Next(6))
            {
                case 0 or 1:
                    await CooperativeTask.Yield();
                    break;
                case 2:
                    CancelSomebody();
                    break;
                case 3 when subject.Rendezvous is not null && _model.SleeperCount < Tasks - 1:
                    _model.Sleep(task);
                    await Await(task, new Wait(_random, sleeps: true), done: false, subject.Rendezvous.Sleep);
                    Assert.True(_model.Holds(task));
                    break;
                case 4 when subject.Rendezvous is not null:
                    Wake();
                    break;
                default:
                    Exit(task);
                    break;
            }
        }

        private async Task Await(int task, Wait wait, bool done, Func<CancellationToken, ValueTask> begin)
        {
            _waits[task] = wait;
            var begun = begin(wait.Source?.Token ?? CancellationToken.None);
            Assert.Equal(done, begun.IsCompleted);
            if (wait.IsKept) await CooperativeTask.Yield();
            var cancelled = false;
            try
            {
                await begun;
            }
            catch (OperationCanceledException e) when (e.CancellationToken == wait.Source?.Token)
            {
                cancelled = true;
            }

            _waits[task] = null;
            Assert.Equal(wait.IsCancelled, cancelled);
            if (done || (cancelled && !wait.Sleeps)) return;
            // Who awaits at once goes on in the order in which the lock was given.
            if (!wait.IsKept) Assert.Equal(task, _model.Granted.First(other => _waits[other] is not { IsKept: true }));
            Assert.True(_model.Granted.Remove(task));
        }

        private void Exit(int task)
        {
            var writes = _model.Writes(task);
            _model.Exit(task);
            subject.Exit(writes);
        }

        private bool Wake()
        {
            var woken = _model.Wake();
            Assert.Equal(woken, subject.Rendezvous!.Wake());
            return woken;
        }

        private void CancelSomebody()
        {
            var victim = _random.Next(Tasks);
            if (_waits[victim] is not { Source: { IsCancellationRequested: false } source } wait) return;
            // A cancellation takes effect in a callback of its own; the model's comes just before.
            EventLoop.Running.CallSoon(() =>
            {
                if (_waits[victim] == wait) wait.IsCancelled |= _model.Cancel(victim, wait.Sleeps);
            });
            source.Cancel();
        }
    }

    private sealed class Wait(Random random, bool sleeps)
    {
        public bool Sleeps => sleeps;

        public CancellationTokenSource? Source { get; } = random.Next(2) == 0 ? new CancellationTokenSource() : null;

        /// <summary>Whether the <see cref="ValueTask"/> is awaited later.</summary>
        public bool IsKept { get; } = random.Next(5) == 0;

        public bool IsCancelled { get; set; }
    }
}
