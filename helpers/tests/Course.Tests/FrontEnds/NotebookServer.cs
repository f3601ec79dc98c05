using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Course.Tests.FrontEnds;

/// <summary>Jupyter Notebook's server on the loopback address, which ends with the test, and its kernels with it.</summary>
internal sealed partial class NotebookServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly string _token;
    private readonly TaskCompletionSource<string> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private NotebookServer(Process process, string token)
    {
        (_process, _token) = (process, token);
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => _address.TrySetException(new InvalidOperationException("The server has ended."));
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, e) =>
        {
            if (e.Data is not null && Address().Match(e.Data) is { Success: true } match) _address.TrySetResult(match.Value);
        };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public static async Task<NotebookServer> StartAsync(JupyterHome jupyter)
    {
        var token = Guid.NewGuid().ToString("N");
        var server = new NotebookServer(
            await jupyter.StartAsync(
                "notebook", "--no-browser", "--allow-root", "--ip=127.0.0.1", $"--NotebookApp.token={token}", $"--notebook-dir={jupyter.Root}"),
            token);
        try
        {
            // It takes the next port where one is taken, and says which.
            await server._address.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Where a lesson can be opened.</summary>
    public async Task<string> LinkToAsync(string lesson) => $"{await _address.Task}notebooks/notebooks/en/{lesson}.ipynb?token={_token}";

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+/")]
    private static partial Regex Address();
}
