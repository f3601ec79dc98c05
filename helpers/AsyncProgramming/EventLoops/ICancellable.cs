namespace AsyncProgramming.EventLoops;

/// <summary>What a <see cref="CallHandle"/> cancels.</summary>
internal interface ICancellable
{
    /// <summary>Keeps a callback from running.</summary>
    /// <param name="ticket">Which one, where the owner holds several.</param>
    /// <returns>Whether it did.</returns>
    bool Cancel(long ticket);
}
