namespace AsyncProgramming.Tests.EventLoops;

/// <summary>
/// A program drawn from a seed: each callback logs itself, then does a few random things (calls of every kind, cancels,
/// stops, work, failures), until it has made enough calls. The run ends now and then, and is begun again.
/// </summary>
internal sealed class RandomSchedule(int seed, IScheduledLoop loop)
{
    private const int Runs = 4, MaxCalls = 60;
    private readonly Random _random = new(seed);
    private readonly List<string> _log = [];
    private readonly List<Func<bool>> _cancels = [];

    /// <returns>What happened, in order.</returns>
    public List<string> Run()
    {
        for (var run = 0; run < Runs; run++)
        {
            Act();
            // The last word of each run, so that it ends; the next run begins with what this one left.
            loop.CallLater(TimeSpan.FromMilliseconds(_random.Next(20)), loop.Stop);
            try
            {
                loop.RunForever(OnFailure);
                Log("stopped");
            }
            catch (InvalidTimeZoneException)
            {
                Log("ended by the handler");
            }
        }

        return _log;
    }

    private void Act()
    {
        for (var actions = _random.Next(4); actions > 0; actions--)
        {
            if (_cancels.Count < MaxCalls && _random.Next(4) > 0) Call();
            else Interfere();
        }
    }

    private void Call()
    {
        var number = _cancels.Count;
        // Halves of a millisecond: many timers meet, and many fall within the clock's resolution.
        var delay = TimeSpan.FromMilliseconds(_random.Next(12) / 2.0);
        // The other thread now and then only: handing over is what takes the time.
        _cancels.Add(_random.Next(21) switch
        {
            < 5 => loop.CallSoon(Called),
            < 10 => loop.CallAt(loop.Time + delay - TimeSpan.FromMilliseconds(1), Called),
            < 18 => loop.CallLater(delay, Called),
            < 20 => loop.CallSoonThreadSafe(Called),
            _ => loop.CallFromAnotherThread(Called),
        });

        void Called()
        {
            Log($"call {number}");
            Act();
            if (_random.Next(12) == 0) throw new InvalidTimeZoneException($"{number}");
        }
    }

    private void Interfere()
    {
        switch (_random.Next(12))
        {
            case 0:
                Log("stop");
                loop.Stop();
                break;
            case < 4:
                loop.Work(TimeSpan.FromMilliseconds(_random.Next(6) / 2.0));
                break;
            default:
                if (_cancels.Count == 0) break;
                var victim = _random.Next(_cancels.Count);
                Log($"cancel {victim}: {_cancels[victim]()}");
                break;
        }
    }

    private void OnFailure(Exception failure)
    {
        Log($"failed {failure.Message}");
        if (_random.Next(8) == 0) throw new InvalidTimeZoneException("The handler itself has failed.", failure);
    }

    private void Log(string what) => _log.Add($"{what} at {loop.Time.TotalMilliseconds} in {loop.Iterations}");
}
