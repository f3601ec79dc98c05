namespace AsyncProgramming.Tests.Tasking;

/// <summary>
/// What channels and alts mean, with plain lists and a queue of what is ready: runs a <see cref="ChannelProgram"/> and logs
/// each step as it ends.
/// </summary>
internal sealed class ModelChannels
{
    private readonly List<Channel> _channels;
    private readonly List<Coroutine> _coroutines;
    private readonly Queue<Action> _ready = new();
    private int _turns;

    /// <param name="program">What to run.</param>
    /// <param name="countsStarts">Whether the first turn of a coroutine counts among the turns.</param>
    public ModelChannels(ChannelProgram program, bool countsStarts)
    {
        _channels = [.. program.Capacities.Select(capacity => new Channel(capacity))];
        _coroutines = [.. program.Coroutines.Select((steps, number) => new Coroutine(number, steps))];
        foreach (var coroutine in _coroutines)
        {
            _ready.Enqueue(() =>
            {
                if (countsStarts) _turns++;
                Run(coroutine);
            });
        }

        // The scheduler's main task.
        if (countsStarts) _ready.Enqueue(() => _turns++);
    }

    public List<string> Log { get; } = [];

    public void Run()
    {
        while (_ready.TryDequeue(out var next)) next();
    }

    private void Run(Coroutine coroutine)
    {
        while (coroutine.Next < coroutine.Steps.Length)
        {
            if (Do(coroutine, coroutine.Steps[coroutine.Next]) is not { } outcome) return;
            End(coroutine, outcome);
        }
    }

    private void End(Coroutine coroutine, string outcome) =>
        Log.Add($"{coroutine.Number}.{coroutine.Next++} {outcome}");

    /// <returns>The outcome; <see langword="null"/> where the coroutine waits for it.</returns>
    private string? Do(Coroutine coroutine, Step step)
    {
        switch (step.Kind)
        {
            case StepKind.Send or StepKind.SendAsTask or StepKind.TrySend or StepKind.SendOrCancel or StepKind.BeginSend:
                return DoOneOf(coroutine, step, [(true, step.Channel, step.Value)]);
            case StepKind.Receive or StepKind.ReceiveAsTask or StepKind.TryReceive or StepKind.ReceiveOrCancel
                or StepKind.BeginReceive:
                return DoOneOf(coroutine, step, [(false, step.Channel, 0)]);
            case StepKind.Choose or StepKind.TryChoose or StepKind.ChooseOrCancel:
                return DoOneOf(coroutine, step, step.Cases);
            case StepKind.Cancel:
                if (_coroutines[step.Target].Cancellable is { IsOver: false } wait) _ready.Enqueue(() => Cancel(wait));
                return "cancels";
            case StepKind.AwaitSend:
                return Await(coroutine, ref coroutine.KeptSend);
            case StepKind.AwaitReceive:
                return Await(coroutine, ref coroutine.KeptReceive);
            default:
                var turns = _turns;
                _ready.Enqueue(() => TakeTurn(coroutine, $"yields to {_turns - turns}"));
                return null;
        }
    }

    private string? DoOneOf(Coroutine coroutine, Step step, (bool IsSend, int Channel, int Value)[] cases)
    {
        if (step.Kind is StepKind.SendOrCancel or StepKind.ReceiveOrCancel or StepKind.ChooseOrCancel)
            coroutine.Cancellable = null;
        var isBegin = step.Kind is StepKind.BeginSend or StepKind.BeginReceive;
        var outcome = TryOneOf(step.Seed, cases);
        var wait = new Wait { Outcome = outcome };
        if (step.Kind == StepKind.BeginSend) coroutine.KeptSend = wait;
        if (step.Kind == StepKind.BeginReceive) coroutine.KeptReceive = wait;
        if (outcome is not null) return isBegin ? "begins" : outcome;
        if (step.Kind is StepKind.TrySend or StepKind.TryReceive or StepKind.TryChoose) return "cannot";

        wait.Coroutine = isBegin ? null : coroutine;
        if (step.Kind is StepKind.SendOrCancel or StepKind.ReceiveOrCancel or StepKind.ChooseOrCancel)
            coroutine.Cancellable = wait;
        for (var i = 0; i < cases.Length; i++)
        {
            var channel = _channels[cases[i].Channel];
            (cases[i].IsSend ? channel.Senders : channel.Receivers).Add(new Place(wait, i, cases[i].Value));
        }

        return isBegin ? "begins" : null;
    }

    private string? TryOneOf(int seed, (bool IsSend, int Channel, int Value)[] cases)
    {
        var random = new Random(seed);
        var (possible, chosen) = (0, -1);
        for (var i = 0; i < cases.Length; i++)
        {
            var channel = _channels[cases[i].Channel];
            var can = cases[i].IsSend
                ? channel.Receivers.Count > 0 || channel.Buffer.Count < channel.Capacity
                : channel.Senders.Count > 0 || channel.Buffer.Count > 0;
            if (can && (++possible == 1 || random.Next(possible) == 0)) chosen = i;
        }

        if (chosen < 0) return null;
        var (isSend, number, value) = cases[chosen];
        return isSend ? Send(chosen, _channels[number], value) : Receive(chosen, _channels[number]);
    }

    private string Send(int index, Channel channel, int value)
    {
        if (channel.Receivers.Count > 0) Serve(channel.Receivers[0], value);
        else channel.Buffer.Add(value);
        return $"sends as {index}";
    }

    private string Receive(int index, Channel channel)
    {
        // The first sender moves up behind what is in the buffer, and the first of all is received.
        if (channel.Senders.Count > 0)
        {
            channel.Buffer.Add(channel.Senders[0].Value);
            Serve(channel.Senders[0], null);
        }

        var value = channel.Buffer[0];
        channel.Buffer.RemoveAt(0);
        return $"receives {value} as {index}";
    }

    /// <summary>Ends the wait of which the place is one.</summary>
    private void Serve(Place place, int? value) =>
        End(place.Wait, value is null ? $"sends as {place.Index}" : $"receives {value} as {place.Index}");

    private void Cancel(Wait wait)
    {
        if (!wait.IsOver) End(wait, "is cancelled");
    }

    private void End(Wait wait, string outcome)
    {
        foreach (var channel in _channels)
        {
            channel.Senders.RemoveAll(place => place.Wait == wait);
            channel.Receivers.RemoveAll(place => place.Wait == wait);
        }

        wait.Outcome = outcome;
        if (wait.Coroutine is { } coroutine) _ready.Enqueue(() => TakeTurn(coroutine, outcome));
    }

    private void TakeTurn(Coroutine coroutine, string outcome)
    {
        _turns++;
        End(coroutine, outcome);
        Run(coroutine);
    }

    private static string? Await(Coroutine coroutine, ref Wait? kept)
    {
        var wait = kept;
        kept = null;
        if (wait is null) return "has nothing to await";
        if (wait.Outcome is null) wait.Coroutine = coroutine;
        return wait.Outcome;
    }

    private sealed record Channel(int Capacity)
    {
        public List<int> Buffer { get; } = [];

        public List<Place> Senders { get; } = [];

        public List<Place> Receivers { get; } = [];
    }

    /// <summary>A wait's place in the line of one channel.</summary>
    private sealed record Place(Wait Wait, int Index, int Value);

    private sealed class Wait
    {
        public Coroutine? Coroutine { get; set; }

        public string? Outcome { get; set; }

        public bool IsOver => Outcome is not null;
    }

    private sealed class Coroutine(int number, Step[] steps)
    {
        public Wait? KeptSend;
        public Wait? KeptReceive;

        public int Number => number;

        public Step[] Steps => steps;

        public int Next { get; set; }

        public Wait? Cancellable { get; set; }
    }
}
