using System.Globalization;
using Jupyter.Kernels;

namespace Course.Sessions;

/// <summary>
/// Starts kernel processes for lessons and ends them, and keeps a spare one, so that a first run does not wait for a start.
/// Safe to use from any thread.
/// </summary>
internal sealed class KernelPool : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly KernelPoolOptions _options;
    private readonly CancellationTokenSource _disposing = new();
    private readonly HashSet<KernelLease> _leases = [];
    private readonly HashSet<Task> _work = [];
    private readonly ITimer _quiet;
    private SpareKernel? _spare;
    private string? _spareFolder;
    private int _runningCells;

    public KernelPool(KernelPoolOptions options)
    {
        _options = options;
        _quiet = options.Time.CreateTimer(_ => StartSpare(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The spare kernel, where there is one.</summary>
    public SpareKernel? Spare => _spare;

    /// <summary>Has a spare kernel started for a folder, now.</summary>
    public void Warm(string folder)
    {
        lock (_lock) _spareFolder = folder;
        StartSpare();
    }

    /// <summary>A kernel: the spare one, or a new one.</summary>
    /// <param name="holder">Who wants it.</param>
    /// <param name="cancellation">Gives up; no process is left.</param>
    /// <exception cref="KernelException">It cannot be started, or there are as many as may be.</exception>
    public Task<KernelLease> TakeAsync(IKernelHolder holder, CancellationToken cancellation)
    {
        var take = StartLeaseAsync(holder, cancellation);
        Track(take);
        return take;
    }

    /// <summary>A cell begins to run: nothing shall disturb what it measures.</summary>
    public void BeginCell()
    {
        lock (_lock)
        {
            _runningCells++;
            _quiet.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>A cell has ended.</summary>
    public void EndCell()
    {
        lock (_lock)
        {
            if (--_runningCells == 0) _quiet.Change(_options.QuietTime, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Ends all kernels, and waits until no process is left.</summary>
    public async ValueTask DisposeAsync()
    {
        await _disposing.CancelAsync();
        _quiet.Dispose();
        lock (_lock)
        {
            if (_spare is not null) Track(EndSpareAsync(_spare));
            _spare = null;
            foreach (var lease in _leases.Where(lease => lease.HasStarted).ToArray()) Release(lease);
        }

        while (true)
        {
            Task[] work;
            lock (_lock) work = [.. _work];
            if (work.Length == 0) return;
            await Task.WhenAll(work).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    internal void Release(KernelLease lease)
    {
        lock (_lock)
        {
            if (_leases.Remove(lease)) Track(lease.Process.DisposeAsync().AsTask());
        }
    }

    private async Task<KernelLease> StartLeaseAsync(IKernelHolder holder, CancellationToken cancellation)
    {
        var lease = new KernelLease(this, holder);
        var spare = Reserve(lease);
        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _disposing.Token);
            var process = await TakeSpareAsync(spare, either.Token)
                ?? await KernelProcess.StartAsync(_options.Spec, holder.Folder, either.Token);
            lock (_lock)
            {
                lease.Process = process;
                if (_disposing.IsCancellationRequested) Release(lease);
            }

            return lease;
        }
        catch
        {
            lock (_lock) _leases.Remove(lease);
            throw;
        }
        finally
        {
            WantSpare(holder.Folder);
        }
    }

    /// <summary>Counts a lease in, and takes the spare kernel away where it is of use.</summary>
    private SpareKernel? Reserve(KernelLease lease)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposing.IsCancellationRequested, this);
            if (_leases.Count >= _options.Limit) throw new KernelException(LimitMessage());
            _leases.Add(lease);
            if (_spare is not { HasEnded: false } spare || spare.Folder != lease.Holder.Folder) return null;
            _spare = null;
            return spare;
        }
    }

    private string LimitMessage()
    {
        var holders = _leases.Select(lease => lease.Holder).OrderByDescending(holder => holder.IdleTime).Select(holder =>
            holder.IdleTime.TotalMinutes < 1
                ? $"“{holder.Title}”"
                : string.Create(CultureInfo.InvariantCulture, $"“{holder.Title}” (idle for {holder.IdleTime.TotalMinutes:0} min)"));
        return $"As many lessons hold a kernel as this machine has memory for: {string.Join(", ", holders)}. "
            + "Open one of them and choose “Stop the kernel” in its menu (⋯), then run again.";
    }

    private async Task<KernelProcess?> TakeSpareAsync(SpareKernel? spare, CancellationToken cancellation)
    {
        if (spare is null) return null;
        try
        {
            var kernel = await spare.Started.WaitAsync(cancellation);
            if (!spare.HasEnded) return kernel;
            await kernel.DisposeAsync();
        }
        catch (KernelException)
        {
            // It did not start; the next one may, or says why not.
        }
        catch (OperationCanceledException)
        {
            Track(EndSpareAsync(spare));
            throw;
        }

        return null;
    }

    /// <summary>The spare kernel is gone, or is of another folder: there shall be one when it is quiet.</summary>
    private void WantSpare(string folder)
    {
        lock (_lock)
        {
            _spareFolder = folder;
            if (_runningCells == 0) _quiet.Change(_options.QuietTime, Timeout.InfiniteTimeSpan);
        }
    }

    private void StartSpare()
    {
        lock (_lock)
        {
            if (!_options.KeepsSpare || _disposing.IsCancellationRequested || _spareFolder is null) return;
            if (_leases.Count >= _options.Limit || _runningCells > 0) return;
            if (_spare is { HasEnded: false } && _spare.Folder == _spareFolder) return;
            if (_spare is not null) Track(EndSpareAsync(_spare));
            _spare = SpareKernel.Start(_options.Spec, _spareFolder, _disposing.Token);
        }
    }

    private static async Task EndSpareAsync(SpareKernel spare)
    {
        try
        {
            await (await spare.Started).DisposeAsync();
        }
        catch (Exception e) when (e is KernelException or OperationCanceledException)
        {
            // It has not started.
        }
    }

    /// <summary>Remembers what must be over before the pool is.</summary>
    private void Track(Task work)
    {
        lock (_lock) _work.Add(work);
        work.ContinueWith(
            ended =>
            {
                lock (_lock) _work.Remove(ended);
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }
}
