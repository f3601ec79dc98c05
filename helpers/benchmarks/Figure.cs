namespace Benchmarks;

/// <summary>What a figure counts.</summary>
internal enum Unit
{
    PerSecond,
    Seconds,
    Microseconds,
    Nanoseconds,
    Bytes,
    Percent,
}

/// <summary>One measured figure.</summary>
/// <param name="Key">Its name; a peer's figure of the same name is measured the same way.</param>
/// <param name="Value">What was measured.</param>
/// <param name="Unit">What the value counts.</param>
/// <param name="Meaning">What it is, in a few words.</param>
internal sealed record Figure(string Key, double Value, Unit Unit, string Meaning);
