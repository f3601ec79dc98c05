using AsyncProgramming.EventLoops;

namespace AsyncProgramming.Tests.EventLoops;

public sealed class NineSecondsTests
{
    [Fact]
    public void Four_functions_call_each_other_for_nine_seconds()
    {
        var log = new List<string>();
        using var loop = new EventLoop(new VirtualTime());
        var end = loop.Time + TimeSpan.FromSeconds(9);
        loop.CallSoon(Function1);
        loop.CallSoon(Function4);
        loop.RunForever();

        string[] chain = ["function_1", "function_2", "function_3"];
        Assert.Equal(Enumerable.Range(0, 9).SelectMany(i => new[] { chain[i % 3], "function_4" }), log);
        Assert.Equal(TimeSpan.FromSeconds(8), loop.Time);
        Assert.Equal(9, loop.Iterations);

        void Function1() => CallAfter("function_1", Function2);
        void Function2() => CallAfter("function_2", Function3);
        void Function3() => CallAfter("function_3", Function1);
        void Function4() => CallAfter("function_4", Function4);

        void CallAfter(string name, Action next)
        {
            log.Add(name);
            if (loop.Time + TimeSpan.FromSeconds(1) < end) loop.CallLater(TimeSpan.FromSeconds(1), next);
            else loop.Stop();
        }
    }
}
