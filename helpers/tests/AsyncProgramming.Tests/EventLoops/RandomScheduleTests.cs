using AsyncProgramming.EventLoops;

namespace AsyncProgramming.Tests.EventLoops;

public sealed class RandomScheduleTests
{
    private const int Schedules = 2_000;

    [Fact]
    public void The_loop_does_what_the_model_does_on_random_schedules()
    {
        for (var seed = 0; seed < Schedules; seed++)
        {
            var model = new ModelLoop();
            var expected = new Schedule(
                seed, () => model.Time, model.CallSoon, model.CallAt,
                (delay, callback) => model.CallAt(model.Time + delay, callback), model.Stop, model.RunForever).Run();

            using var loop = new EventLoop(new VirtualTime());
            var actual = new Schedule(
                seed, () => loop.Time,
                callback => { var handle = loop.CallSoon(callback); return () => handle.Cancel(); },
                (when, callback) => { var handle = loop.CallAt(when, callback); return () => handle.Cancel(); },
                (delay, callback) => { var handle = loop.CallLater(delay, callback); return () => handle.Cancel(); },
                loop.Stop, loop.RunForever).Run();

            Assert.True(expected.SequenceEqual(actual), $"Seed {seed}:\n{string.Join('\n', expected.Zip(actual))}");
        }
    }

    /// <summary>
    /// A program drawn from a seed: each callback logs itself, then does a few random things, until it has made enough
    /// calls. It stops now and then, and is run again.
    /// </summary>
    private sealed class Schedule(
        int seed,
        Func<TimeSpan> time,
        Func<Action, Func<bool>> callSoon,
        Func<TimeSpan, Action, Func<bool>> callAt,
        Func<TimeSpan, Action, Func<bool>> callLater,
        Action stop,
        Action runForever)
    {
        private const int MaxCalls = 60;
        private readonly Random _random = new(seed);
        private readonly List<string> _log = [];
        private readonly List<Func<bool>> _cancels = [];

        public List<string> Run()
        {
            for (var run = 0; run < 4; run++)
            {
                Act();
                // The last word of each run, so that it ends; the next run begins with what this one left.
                callLater(TimeSpan.FromMilliseconds(_random.Next(20)), stop);
                runForever();
                _log.Add($"stopped at {time().TotalMilliseconds}");
            }

            return _log;
        }

        private void Act()
        {
            for (var actions = _random.Next(4); actions > 0; actions--)
            {
                var number = _cancels.Count;
                // Halves of a millisecond: many timers meet, and many fall within the clock's resolution.
                var delay = TimeSpan.FromMilliseconds(_random.Next(12) / 2.0);
                switch (_random.Next(number < MaxCalls ? 6 : 1))
                {
                    case 0 when number > 0:
                        var victim = _random.Next(number);
                        _log.Add($"cancel {victim}: {_cancels[victim]()}");
                        break;
                    case 1 when _random.Next(4) == 0:
                        _log.Add("stop");
                        stop();
                        break;
                    case 2:
                        _cancels.Add(callAt(time() + delay - TimeSpan.FromMilliseconds(1), () => Called(number)));
                        break;
                    case 3 or 4:
                        _cancels.Add(callLater(delay, () => Called(number)));
                        break;
                    default:
                        if (number < MaxCalls) _cancels.Add(callSoon(() => Called(number)));
                        break;
                }
            }
        }

        private void Called(int number)
        {
            _log.Add($"{number} at {time().TotalMilliseconds}");
            Act();
        }
    }
}
