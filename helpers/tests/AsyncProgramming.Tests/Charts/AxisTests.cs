using AsyncProgramming.Charts.Drawing;

namespace AsyncProgramming.Tests.Charts;

public sealed class AxisTests
{
    [Theory]
    [InlineData(0, 520, 6, "0 100 200 300 400 500")]
    [InlineData(0, 1, 6, "0 0.2 0.4 0.6 0.8 1")]
    [InlineData(0, 0.003, 6, "0 0.0005 0.001 0.0015 0.002 0.0025 0.003")]
    [InlineData(-8, 12, 6, "−5 0 5 10")]
    [InlineData(0, 2.4e6, 6, "0 500,000 1 M 1.5 M 2 M")]
    public void Ticks_are_round_numbers(double low, double high, int maxTicks, string expected) =>
        Assert.Equal(expected, string.Join(' ', Axis.Linear(low, high, 0, 100, maxTicks, widen: false).TickLabels));

    [Theory]
    [InlineData(0)]
    [InlineData(42)]
    [InlineData(-3)]
    public void A_range_of_a_single_value_still_has_an_axis(double value)
    {
        var axis = Axis.Linear(value, value, 0, 100, 6);
        Assert.True(axis.High > axis.Low);
        Assert.True(double.IsFinite(axis.At(value)));
    }

    [Fact]
    public void Whole_numbers_get_whole_ticks() =>
        Assert.Equal("1 2 3", string.Join(' ', Axis.Linear(1, 3, 0, 100, 9, whole: true, widen: false).TickLabels));

    [Fact]
    public void A_logarithmic_axis_has_powers_of_ten() =>
        Assert.Equal("0.1 1 10 100 1,000", string.Join(' ', Axis.Logarithmic([0.1, 35, 1000], 0, 100, 8).TickLabels));

    [Fact]
    public void A_logarithmic_axis_of_powers_of_two_has_powers_of_two() =>
        Assert.Equal("1 2 4 8 16", string.Join(' ', Axis.Logarithmic([1, 2, 4, 16], 0, 100, 8).TickLabels));

    [Fact]
    public void Equal_factors_are_equal_distances_on_a_logarithmic_axis()
    {
        var axis = Axis.Logarithmic([1, 100], 0, 100, 8);
        Assert.Equal(50, axis.At(10), 6);
    }
}
