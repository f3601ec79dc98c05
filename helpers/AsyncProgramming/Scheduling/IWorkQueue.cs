using System.Diagnostics.CodeAnalysis;

namespace AsyncProgramming.Scheduling;

/// <summary>
/// Where the workers of a <see cref="WorkTree"/> put work and take it from. All members are called by several workers at
/// once, so an implementation guards what its workers share.
/// </summary>
[SuppressMessage("Naming", "CA1711", Justification = "The field's term is: work queue.")]
public interface IWorkQueue
{
    /// <summary>Puts a piece of work into the queue.</summary>
    /// <param name="worker">The worker that puts it there: 0 for the first.</param>
    /// <param name="work">The piece of work.</param>
    void Put(int worker, int work);

    /// <summary>Takes a piece of work out of the queue; it is then this worker's alone.</summary>
    /// <param name="worker">The worker that wants it: 0 for the first.</param>
    /// <param name="work">The piece of work, if there was one.</param>
    /// <returns>Whether there was one.</returns>
    bool TryTake(int worker, out int work);
}
