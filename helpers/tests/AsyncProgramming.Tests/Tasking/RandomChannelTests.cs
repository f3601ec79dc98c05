using AsyncProgramming.EventLoops;
using AsyncProgramming.Tasking;

namespace AsyncProgramming.Tests.Tasking;

public sealed class RandomChannelTests
{
    private const int Programs = 5_000;

    [Fact]
    public void Channels_and_alts_do_what_the_model_does_in_random_programs_of_tasks() => CompareAll(countsStarts: true, program =>
    {
        var run = new ProgramRun(program);
        var scheduler = new CooperativeScheduler(new VirtualTime());
        foreach (var coroutine in run.Coroutines) scheduler.Start(coroutine);
        // However many still wait in the end; they are then thrown out of their waits, which does not matter here.
        List<string>? log = null;
        scheduler.Loop.Idle = () =>
        {
            log ??= [.. run.Log];
            scheduler.Loop.Stop();
        };
        scheduler.Run(() => Task.CompletedTask);
        return log ?? run.Log;
    });

    [Fact]
    public void Channels_and_alts_do_what_the_model_does_in_random_programs_of_plain_coroutines() =>
        CompareAll(countsStarts: false, program =>
        {
            var run = new ProgramRun(program);
            using var loop = new EventLoop(new VirtualTime());
            foreach (var coroutine in run.Coroutines) loop.CreateTask(coroutine);
            loop.Idle = loop.Stop;
            loop.RunForever();
            return run.Log;
        });

    private static void CompareAll(bool countsStarts, Func<ChannelProgram, List<string>> run)
    {
        var kinds = new HashSet<string>();
        for (var seed = 0; seed < Programs; seed++)
        {
            var program = new ChannelProgram(seed);
            var model = new ModelChannels(program, countsStarts);
            model.Run();
            var actual = run(program);
            Assert.True(
                model.Log.SequenceEqual(actual),
                $"Seed {seed}:\nexpected\n{string.Join('\n', model.Log)}\nactual\n{string.Join('\n', actual)}");
            kinds.UnionWith(actual.Select(line => line.Split(' ')[1]));
        }

        Assert.Equal(["begins", "cancels", "cannot", "has", "is", "receives", "sends", "yields"], kinds.Order());
    }

    /// <summary>A program on the library's channels.</summary>
    private sealed class ProgramRun(ChannelProgram program)
    {
        private readonly TaskChannel<int>[] _channels =
            [.. program.Capacities.Select(capacity => new TaskChannel<int>(capacity))];

        private readonly CancellationTokenSource?[] _sources = new CancellationTokenSource?[program.Coroutines.Count];

        public List<string> Log { get; } = [];

        public IEnumerable<Func<Task>> Coroutines => program.Coroutines.Select((steps, number) =>
            new Func<Task>(() => RunSteps(number, steps)));

        private async Task RunSteps(int number, Step[] steps)
        {
            ValueTask? send = null;
            ValueTask<int>? receive = null;
            for (var i = 0; i < steps.Length; i++)
            {
                string outcome;
                try
                {
                    outcome = await Do(steps[i]);
                }
                catch (OperationCanceledException)
                {
                    outcome = "is cancelled";
                }

                Log.Add($"{number}.{i} {outcome}");
            }

#pragma warning disable CA2012 // Waits that are awaited late are among what is tested.
            async Task<string> Do(Step step)
            {
                var channel = _channels[step.Channel];
                switch (step.Kind)
                {
                    case StepKind.Send:
                        await channel.Send(step.Value);
                        return "sends as 0";
                    case StepKind.SendAsTask:
                        await channel.Send(step.Value).AsTask();
                        return "sends as 0";
                    case StepKind.SendOrCancel:
                        await channel.Send(step.Value, Token());
                        return "sends as 0";
                    case StepKind.TrySend:
                        return channel.TrySend(step.Value) ? "sends as 0" : "cannot";
                    case StepKind.BeginSend:
                        send = channel.Send(step.Value);
                        return "begins";
                    case StepKind.AwaitSend:
                        if (send is not { } pendingSend) return "has nothing to await";
                        send = null;
                        await pendingSend;
                        return "sends as 0";
                    case StepKind.Receive:
                        return $"receives {await channel.Receive()} as 0";
                    case StepKind.ReceiveAsTask:
                        return $"receives {await channel.Receive().AsTask()} as 0";
                    case StepKind.ReceiveOrCancel:
                        return $"receives {await channel.Receive(Token())} as 0";
                    case StepKind.TryReceive:
                        return channel.TryReceive(out var item) ? $"receives {item} as 0" : "cannot";
                    case StepKind.BeginReceive:
                        receive = channel.Receive();
                        return "begins";
                    case StepKind.AwaitReceive:
                        if (receive is not { } pendingReceive) return "has nothing to await";
                        receive = null;
                        return $"receives {await pendingReceive} as 0";
                    case StepKind.Choose or StepKind.ChooseOrCancel:
                        var (alt, cases) = MakeAlt(step);
                        var token = step.Kind == StepKind.Choose ? CancellationToken.None : Token();
                        return Describe(cases, await alt.Choose(token));
                    case StepKind.TryChoose:
                        var (tried, triedCases) = MakeAlt(step);
                        return tried.TryChoose(out var index) ? Describe(triedCases, index) : "cannot";
                    case StepKind.Cancel:
                        _sources[step.Target]?.Cancel();
                        return "cancels";
                    default:
                        return $"yields to {await CooperativeTask.Yield()}";
                }
            }

#pragma warning restore CA2012

            CancellationToken Token() => (_sources[number] = new CancellationTokenSource()).Token;
        }

        private (Alt, AltCase[]) MakeAlt(Step step)
        {
            AltCase[] cases =
            [
                .. step.Cases.Select(choice => (AltCase)(choice.IsSend
                    ? Alt.Send(_channels[choice.Channel], choice.Value)
                    : Alt.Receive(_channels[choice.Channel]))),
            ];
            return (new Alt(cases) { Random = new Random(step.Seed) }, cases);
        }

        private static string Describe(AltCase[] cases, int index) =>
            cases[index] is AltReceive<int> received ? $"receives {received.Value} as {index}" : $"sends as {index}";
    }
}
