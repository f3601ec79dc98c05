namespace AsyncProgramming.Tests;

public sealed class MachineTests
{
    [Fact]
    public void It_is_described_in_four_lines_with_its_cores()
    {
        var lines = Machine.Describe().ReplaceLineEndings("\n").Split('\n');
        Assert.Equal(4, lines.Length);
        Assert.StartsWith($".NET {Environment.Version}, SDK ", lines[0]);
        Assert.StartsWith($"cores:  {Environment.ProcessorCount}", lines[1]);
        Assert.Matches(@"^memory: \d+\.\d GiB$", lines[2]);
        Assert.StartsWith("kernel: AsyncProgramming.Tests", lines[3]);
    }

    [Theory]
    [InlineData("150000 100000", 1.5)]
    [InlineData("max 100000", null)]
    [InlineData("", null)]
    [InlineData("100000 0", null)]
    public void A_container_quota_is_processor_time_in_each_period(string text, double? expected) =>
        Assert.Equal(expected, Machine.ParseCpuMax(text));
}
