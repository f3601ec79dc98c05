using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Jupyter.Messaging;

namespace Jupyter.Kernels;

/// <summary>
/// A kernel that runs as a process of its own, and the client that talks to it. Whoever started it disposes of it; should
/// the starting process die before that, the kernel is told in <c>JPY_PARENT_PID</c> whose end to watch for.
/// </summary>
public sealed partial class KernelProcess : IAsyncDisposable
{
    private const int StartAttempts = 3;
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LastWordsPatience = TimeSpan.FromMilliseconds(200);

    private readonly KernelSpec _spec;
    private readonly ConnectionFile _connectionFile;
    private readonly InterruptSignal _signal;
    private readonly Process _process;
    private readonly ProcessLog _log = new();
    private readonly TaskCompletionSource<int> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _disposed;

    private KernelProcess(KernelSpec spec, string workingDirectory)
    {
        _spec = spec;
        var ports = FreePorts.Choose(5);
        Connection = new ConnectionInfo
        {
            ShellPort = ports[0],
            ControlPort = ports[1],
            IOPubPort = ports[2],
            StdinPort = ports[3],
            HeartbeatPort = ports[4],
            Key = Guid.NewGuid().ToString("N"),
            KernelName = spec.Name,
        };
        _connectionFile = new ConnectionFile(Connection);
        var start = StartInfo(spec, workingDirectory, _connectionFile.Path);
        _signal = new InterruptSignal(start);
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.Exited += (_, _) => _ = OnExitedAsync();
        _process.OutputDataReceived += (_, e) => _log.Add(e.Data);
        _process.ErrorDataReceived += (_, e) => _log.Add(e.Data);
        // Before the process: its end, which may come at once, is told to the client.
        Client = new KernelClient(Connection);
        try
        {
            _process.Start();
        }
        catch (Win32Exception e)
        {
            Release();
            throw new KernelException($"The kernel '{spec.Name}' cannot be started: {start.FileName}: {e.Message}", e);
        }

        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        _process.StandardInput.Close();
        Id = _process.Id;
    }

    /// <summary>The id of the process.</summary>
    public int Id { get; }

    /// <summary>Where the kernel listens: another client may connect as well.</summary>
    public ConnectionInfo Connection { get; }

    /// <summary>The client that is connected to it.</summary>
    public KernelClient Client { get; }

    /// <summary>What the kernel says of itself: its <c>kernel_info_reply</c>.</summary>
    public JsonObject Info { get; private set; } = [];

    /// <summary>Completes with the exit code when the process ends, for whatever reason.</summary>
    public Task<int> Exited => _exited.Task;

    /// <summary>Starts a kernel and waits until it is ready to run code.</summary>
    /// <param name="spec">How it is started.</param>
    /// <param name="workingDirectory">The folder in which it runs: a notebook's own.</param>
    /// <param name="cancellation">Gives up; no process is left.</param>
    /// <exception cref="KernelException">It cannot be started, ended while starting, or did not answer for a minute.</exception>
    public static async Task<KernelProcess> StartAsync(
        KernelSpec spec, string workingDirectory, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(spec);
        for (var attempt = 1; ; attempt++)
        {
            cancellation.ThrowIfCancellationRequested();
            var kernel = new KernelProcess(spec, workingDirectory);
            try
            {
                kernel.Info = await kernel.Client.WaitUntilReadyAsync(cancellation)
                    .WaitAsync(StartPatience, cancellation).ConfigureAwait(false);
                kernel._connectionFile.Dispose(); // The kernel has read it.
                return kernel;
            }
            catch (Exception e)
            {
                await kernel.KillAsync().ConfigureAwait(false);
                var anotherTookAPort = e is KernelException && !FreePorts.AreFree(kernel.Ports);
                await kernel.DisposeAsync().ConfigureAwait(false);
                if (anotherTookAPort && attempt < StartAttempts) continue;
                if (e is not TimeoutException) throw;
                throw new KernelException(
                    $"The kernel '{spec.Name}' did not answer within {StartPatience.TotalSeconds:0} s of its start.{kernel._log}", e);
            }
        }
    }

    /// <summary>Stops the code that runs, as the kernel's spec says: by message or by signal.</summary>
    public async Task InterruptAsync(CancellationToken cancellation = default)
    {
        if (_spec.InterruptMode != "message") _signal.Send(_process);
        else await Client.RequestAsync(KernelChannel.Control, "interrupt_request", [], cancellation).ConfigureAwait(false);
    }

    /// <summary>Ends the process and all that it has started, at once.</summary>
    public async Task KillAsync()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has ended already, or is about to.
        }

        await Exited.ConfigureAwait(false);
    }

    /// <summary>Asks the kernel to end, and ends it where it does not.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        try
        {
            await Client.RequestAsync(KernelChannel.Control, "shutdown_request", new JsonObject { ["restart"] = false })
                .WaitAsync(StopPatience).ConfigureAwait(false);
            await Exited.WaitAsync(StopPatience).ConfigureAwait(false);
        }
        catch (Exception e) when (e is TimeoutException or KernelException)
        {
            // It does not listen, or has ended.
        }

        await KillAsync().ConfigureAwait(false);
        Release();
    }

    private IEnumerable<int> Ports =>
        [Connection.ShellPort, Connection.ControlPort, Connection.IOPubPort, Connection.StdinPort, Connection.HeartbeatPort];

    private static ProcessStartInfo StartInfo(KernelSpec spec, string workingDirectory, string connectionFile)
    {
        var arguments = spec.Arguments.Select(argument => argument
            .Replace("{connection_file}", connectionFile, StringComparison.Ordinal)
            .Replace("{resource_dir}", spec.Folder, StringComparison.Ordinal));
        var start = new ProcessStartInfo(arguments.First(), arguments.Skip(1))
        {
            WorkingDirectory = workingDirectory,
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in spec.Environment)
            start.Environment[name] = EnvironmentReference().Replace(
                value, match => Environment.GetEnvironmentVariable(match.Groups["name"].Value) ?? match.Value);
        return start;
    }

    private async Task OnExitedAsync()
    {
        var code = _process.ExitCode;
        try
        {
            // Its last words may still be in the pipe, which a process that it started may hold open.
            using var patience = new CancellationTokenSource(LastWordsPatience);
            await _process.WaitForExitAsync(patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Then without them.
        }

        Client.Disconnect(new KernelException($"The kernel '{_spec.Name}' ended with exit code {code}.{_log}"));
        _exited.TrySetResult(code);
    }

    private void Release()
    {
        Client.Dispose();
        _signal.Dispose();
        _connectionFile.Dispose();
        _process.Dispose();
    }

    [GeneratedRegex(@"\$\{(?<name>\w+)\}")]
    private static partial Regex EnvironmentReference();
}
