using System.Diagnostics.CodeAnalysis;

namespace CSharpKernel.Protocol;

/// <summary>
/// The front end's wish that work stops. It concerns all that had arrived when it came, begun or not, and nothing later. Safe
/// to use from any thread.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A source without a timer or a wait handle holds nothing to dispose of.")]
internal sealed class Interruption
{
    private CancellationTokenSource _next = new();

    /// <summary>Cancelled by the next interrupt.</summary>
    public CancellationToken Next => Volatile.Read(ref _next).Token;

    public void Interrupt() => Interlocked.Exchange(ref _next, new CancellationTokenSource()).Cancel();
}
