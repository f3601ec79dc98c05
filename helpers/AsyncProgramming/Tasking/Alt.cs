using AsyncProgramming.Tasking.Waiting;

namespace AsyncProgramming.Tasking;

/// <summary>
/// Waits for whichever of several sends and receives can happen first, and does that one alone: libtask's <c>chanalt</c>,
/// Go's <c>select</c>. Can be used again and again, by one coroutine at a time.
/// </summary>
/// <remarks>
/// Where several cases can happen at once, each is as likely as the others, so none starves. While it waits it stands in
/// line at each channel like any other. For the loop's thread, as channels are.
/// </remarks>
public sealed class Alt
{
    private readonly AltCase[] _cases;
    private AltWait? _wait;

    /// <summary>Makes an alt of cases, each of which belongs to this alt alone.</summary>
    /// <param name="cases">What can happen: made by <see cref="Receive"/> and <see cref="Send"/>.</param>
    /// <exception cref="ArgumentException">A case is in an alt already.</exception>
    public Alt(params AltCase[] cases)
    {
        ArgumentNullException.ThrowIfNull(cases);
        _cases = [.. cases];
        foreach (var choice in _cases) choice.BelongTo(this);
    }

    /// <summary>Decides between cases that can happen at once. One with a seed makes a run that can be repeated.</summary>
    public Random Random { get; init; } = Random.Shared;

    /// <summary>A case that receives an item.</summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <param name="channel">Where from.</param>
    public static AltReceive<T> Receive<T>(TaskChannel<T> channel) => new(channel);

    /// <summary>A case that sends an item.</summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <param name="channel">Where to.</param>
    /// <param name="value">The item; another one can be set later.</param>
    public static AltSend<T> Send<T>(TaskChannel<T> channel, T value) => new(channel) { Value = value };

    /// <summary>Does one of the cases, as soon as one can be done. With no enabled case it waits for ever.</summary>
    /// <param name="cancellationToken">Ends the wait with an exception; then no case has happened. May be cancelled on any
    /// thread.</param>
    /// <returns>The index of the case that was done.</returns>
    /// <exception cref="InvalidOperationException">Another coroutine waits for this alt.</exception>
    public ValueTask<int> Choose(CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<int>(cancellationToken);
        if (TryChoose(out var index)) return ValueTask.FromResult(index);
        var loop = EventLoops.EventLoop.Running;
        // One that can be cancelled is not used again: the cancellation may be on its way.
        if (_wait?.Loop != loop || cancellationToken.CanBeCanceled) _wait = new AltWait(loop, _cases);
        return _wait.Begin(cancellationToken);
    }

    /// <summary>Does one of the cases if that needs no waiting.</summary>
    /// <param name="index">The index of the case that was done; -1 where there is none.</param>
    /// <returns>Whether one was done.</returns>
    /// <exception cref="InvalidOperationException">A coroutine waits for this alt.</exception>
    public bool TryChoose(out int index)
    {
        if (_wait is { IsWaiting: true, Loop.IsClosed: false })
            throw new InvalidOperationException("A coroutine waits for this alt already. Make an alt for each coroutine.");
        index = -1;
        var possible = 0;
        for (var i = 0; i < _cases.Length; i++)
        {
            if (!_cases[i].IsEnabled || !_cases[i].CanRun()) continue;
            // The i-th that is possible replaces the choice so far in one of i draws: then all are as likely.
            if (++possible == 1 || Random.Next(possible) == 0) index = i;
        }

        if (index >= 0) _cases[index].Run();
        return index >= 0;
    }

    /// <summary>What its cases do.</summary>
    public override string ToString() => string.Join(" or ", (object[])_cases);
}
