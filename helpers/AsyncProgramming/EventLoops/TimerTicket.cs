namespace AsyncProgramming.EventLoops;

/// <summary>A timer of a <see cref="TimerQueue"/>: the slot that holds it, and the number of the call that made it.</summary>
/// <param name="Value">The number above, the slot below, of 32 bits each.</param>
internal readonly record struct TimerTicket(long Value)
{
    public TimerTicket(uint number, int slot)
        : this(((long)number << 32) | (uint)slot)
    {
    }

    public int Slot => (int)Value;

    /// <summary>
    /// Whether its call came first. The numbers begin again after four thousand million; the difference stays right as
    /// long as the two were made within half as many calls of each other.
    /// </summary>
    public bool IsBefore(TimerTicket other) => Value - other.Value < 0;
}
