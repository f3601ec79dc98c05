using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using AsyncProgramming.Futures.Wire;

namespace AsyncProgramming.Futures;

/// <summary>
/// A process that runs calls for a <see cref="ProcessPoolExecutor"/>, one at a time, and the thread that starts it, reads
/// its answers and sees its end. Unless said otherwise, members are called under the pool's lock.
/// </summary>
#pragma warning disable CA1001 // The thread that lives the process's life disposes of it at its end.
internal sealed class WorkerProcess(ProcessPoolExecutor pool)
#pragma warning restore CA1001
{
    // How long a process whose connection has ended may take to end itself before it is killed.
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);

    // How long the output of an ended process is waited for: a process that it started may hold the pipe open.
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1);

    private readonly Dictionary<RemoteMethod, int> _methods = [];
    private readonly Process _process = new();
    private Outbox? _outbox;
    private volatile bool _killed;

    /// <summary>Whether the process is connected, so that calls can be sent to it.</summary>
    public bool IsReady => _outbox is not null;

    /// <summary>Whether no call comes any more, so that its end is expected.</summary>
    public bool IsFinishing { get; private set; }

    /// <summary>Whether it has been asked to give back all that it has not begun, and has not answered yet.</summary>
    public bool IsRecalling { get; set; }

    /// <summary>
    /// How many calls may be with the worker at a time. More than one while calls are short, so that it need not wait a
    /// round trip for the next; one as soon as a call is long, so that none waits behind it.
    /// </summary>
    public int Window { get; set; } = 1;

    /// <summary>The calls that have been sent and not answered.</summary>
    public Dictionary<long, RemoteCall> Sent { get; } = [];

    /// <summary>Starts the process on a thread of its own.</summary>
    /// <remarks>Without the caller's execution context: the worker outlives the call that it is started for.</remarks>
    public void Start() => new Thread(Live) { Name = "process pool worker", IsBackground = true }.UnsafeStart();

    public void Send(RemoteCall call)
    {
        if (!_methods.TryGetValue(call.Method, out var method))
        {
            _methods.Add(call.Method, method = _methods.Count);
            _outbox!.Add(FrameKind.Define, method, content: call.Method.EncodedReference);
        }

        Sent.Add(call.Id, call);
        call.Worker = this;
        _outbox!.Add(FrameKind.Call, call.Id, method, call.Arguments.Span);
    }

    public void Recall(RemoteCall call) => _outbox!.Add(FrameKind.Recall, call.Id);

    public void RecallAll()
    {
        IsRecalling = true;
        Window = 1;
        _outbox!.Add(FrameKind.Recall);
    }

    /// <summary>Lets the process end when it has done what it has been sent.</summary>
    public void Finish()
    {
        if (IsFinishing) return;
        IsFinishing = true;
        if (IsReady)
            _outbox!.Add(FrameKind.Finish);
        else
            Kill();
    }

    /// <summary>Sends what the members above have put together. Called without the pool's lock.</summary>
    public void Flush() => _outbox?.Flush();

    /// <summary>Ends the process at once, whatever it does. May be called from any thread.</summary>
    public void Kill()
    {
        _killed = true;
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has not started yet, and the thread that starts it will look at the flag; or it has ended.
        }
    }

    private void Live()
    {
        BrokenProcessPoolException end;
        using (_process)
        {
            try
            {
                end = Run();
            }
#pragma warning disable CA1031 // Whatever goes wrong here belongs to the pool's calls, and must not end this process.
            catch (Exception e)
#pragma warning restore CA1031
            {
                Kill();
                end = new BrokenProcessPoolException($"A worker process could not be started: {e.Message}");
            }
        }

        pool.OnEnded(this, end);
    }

    private BrokenProcessPoolException Run()
    {
        Thread[] outputs;
        using (var listener = new WorkerListener())
        {
            outputs = StartProcess(listener);
            // One socket for each direction: reading blocks its thread and sending must not, and on a single socket either
            // would slow down the other. None where the process ends before it has connected.
            using var fromWorker = listener.Accept(() => _process.HasExited);
            using var toWorker = fromWorker is null ? null : listener.Accept(() => _process.HasExited);
            if (toWorker is not null)
            {
                _outbox = new Outbox(toWorker);
                pool.Dispatch();
                listener.Dispose();
                Serve(fromWorker!);
            }
        }

        if (!_process.WaitForExit(Farewell))
        {
            _process.Kill();
            _process.WaitForExit();
        }

        foreach (var output in outputs) output.Join(LastWords);
        var how = _killed ? "was killed by KillWorkers" : $"ended unexpectedly: {DescribeExit(_process.ExitCode)}";
        return new BrokenProcessPoolException(
            $"Worker process {_process.Id} {how}. What it was running and everything queued has failed, and nothing is run a " +
            "second time. Make a new pool to go on.",
            _process.Id,
            _process.ExitCode);
    }

    // The threads end when the process's outputs have.
    private Thread[] StartProcess(WorkerListener listener)
    {
        _process.StartInfo = StartInfo(listener.Address);
        _process.Start();
        if (_killed) Kill();
        // While the process starts. It waits for the end of its standard input, and then connects.
        listener.Listen();
        _process.StandardInput.Close();
        return
            [
                WorkerOutput.Forward(_process.StandardOutput, () => Console.Out),
                WorkerOutput.Forward(_process.StandardError, () => Console.Error),
            ];
    }

    private void Serve(Socket fromWorker)
    {
        var reader = new FrameReader(fromWorker);
        while (reader.TryRead(out var header))
        {
            switch (header.Kind)
            {
                case FrameKind.Result:
                    pool.OnAnswered(this, header)?.Succeed(reader.Content.Span);
                    break;
                case FrameKind.Fault:
                    // Made before the call is taken out of those that are waited for: should this fail, the call still ends.
                    var exception = RemoteException.From(RemoteFault.Decode(reader.Content.Span), _process.Id);
                    pool.OnAnswered(this, header)?.Fail(exception);
                    break;
                case FrameKind.Returned:
                    pool.OnReturned(this, header.Id, MemoryMarshal.Cast<byte, long>(reader.Content.Span));
                    break;
                default:
                    throw new UnreachableException($"A worker sent a frame of kind {header.Kind}.");
            }

            // Once for all the answers that have come together.
            if (!reader.HasFrame) pool.Dispatch();
        }
    }

    private static ProcessStartInfo StartInfo(string address)
    {
        var start = new ProcessStartInfo(DotnetHost.Path)
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        // Nobody looks into a worker unless asked to, and a worker that is killed would leave the runtime's own sockets and
        // pipes for debuggers behind in the temporary directory.
        start.Environment.TryAdd("DOTNET_EnableDiagnostics", "0");
        start.ArgumentList.Add("exec");
        if (DotnetHost.RuntimeVersion is { } version)
        {
            start.ArgumentList.Add("--fx-version");
            start.ArgumentList.Add(version);
        }

        start.ArgumentList.Add(
            Path.Combine(Path.GetDirectoryName(typeof(WorkerProcess).Assembly.Location)!, "worker", "AsyncProgramming.Worker.dll"));
        start.ArgumentList.Add(address);
        return start;
    }

    private static string DescribeExit(int exitCode)
    {
        const int SignalBase = 128;
        if (OperatingSystem.IsWindows() || exitCode <= SignalBase)
            return $"exit code {(exitCode < 0 ? $"0x{exitCode:X8}" : $"{exitCode}")}";
        var signal = exitCode - SignalBase;
        var name = signal switch
        {
            4 => " (SIGILL)",
            6 => " (SIGABRT)",
            9 => " (SIGKILL)",
            11 => " (SIGSEGV)",
            15 => " (SIGTERM)",
            _ => "",
        };
        return $"exit code {exitCode}, which stands for signal {signal}{name}";
    }
}
