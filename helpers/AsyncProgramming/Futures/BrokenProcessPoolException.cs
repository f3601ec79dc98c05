namespace AsyncProgramming.Futures;

/// <summary>
/// A worker of a <see cref="ProcessPoolExecutor"/> has ended before its work had. What it was running and everything still
/// queued fails with this, and the pool takes no new work; nothing is run a second time, because nobody knows how far it
/// had come.
/// </summary>
public sealed class BrokenProcessPoolException : InvalidOperationException
{
    internal BrokenProcessPoolException(string message, int? processId = null, int? exitCode = null)
        : base(message)
    {
        ProcessId = processId;
        ExitCode = exitCode;
    }

    /// <summary>The worker that ended; <see langword="null"/> where its process could not be started at all.</summary>
    public int? ProcessId { get; }

    /// <summary>
    /// Its exit code, where it is known. On Linux and macOS, 128 and more stands for 128 plus the number of the signal that
    /// ended it: 137 for SIGKILL (9).
    /// </summary>
    public int? ExitCode { get; }
}
