namespace AsyncProgramming.Tests.Tasking;

/// <summary>What a coroutine of a <see cref="ChannelProgram"/> does in one step.</summary>
internal enum StepKind
{
    Send, Receive, TrySend, TryReceive, Choose, TryChoose,
    SendOrCancel, ReceiveOrCancel, ChooseOrCancel, Cancel,
    BeginSend, BeginReceive, AwaitSend, AwaitReceive,
    SendAsTask, ReceiveAsTask, Yield,
}

/// <param name="Kind">What to do.</param>
/// <param name="Channel">Where.</param>
/// <param name="Value">What to send: unlike every other value of the program.</param>
/// <param name="Cases">The cases of an alt.</param>
/// <param name="Seed">Of the alt's random choice.</param>
/// <param name="Target">Whose wait is cancelled.</param>
internal sealed record Step(
    StepKind Kind, int Channel, int Value, (bool IsSend, int Channel, int Value)[] Cases, int Seed, int Target);

/// <summary>Channels and coroutines, each a list of steps: drawn from a seed.</summary>
internal sealed class ChannelProgram
{
    public ChannelProgram(int seed)
    {
        var random = new Random(seed);
        Capacities = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => random.Next(3))];
        var coroutines = random.Next(1, 7);
        var value = 0;
        Coroutines =
        [
            .. Enumerable.Range(0, coroutines).Select(_ =>
                Enumerable.Range(0, random.Next(1, 12)).Select(_ => NextStep()).ToArray()),
        ];

        Step NextStep() => new(
            random.GetItems(Enum.GetValues<StepKind>(), 1)[0], Channel(), value++,
            [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => (random.Next(2) == 0, Channel(), value++))],
            random.Next(), random.Next(coroutines));

        int Channel() => random.Next(Capacities.Count);
    }

    public IReadOnlyList<int> Capacities { get; }

    public IReadOnlyList<Step[]> Coroutines { get; }
}
