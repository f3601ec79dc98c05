using AsyncProgramming.Coroutines;

namespace AsyncProgramming.Tests.Coroutines;

public sealed class StackDepthTests
{
    [Fact]
    public void Every_call_costs_stack_and_as_much_as_the_others()
    {
        var (calls, bytes) = StackDepth.Measure(1 << 20);
        Assert.True(calls > 100);
        Assert.InRange(bytes / calls, IntPtr.Size, 1024);
    }

    [Fact]
    public void A_larger_stack_goes_deeper() =>
        Assert.True(StackDepth.Measure(1 << 26).Calls > StackDepth.Measure(1 << 19).Calls);

    [Fact]
    public void A_negative_size_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => StackDepth.Measure(-1));
}
