using System.Text.Json.Nodes;
using CSharpKernel.Language;
using Jupyter.Kernels;
using Jupyter.Messaging;

namespace Kernel.Tests.Protocol;

/// <summary>A kernel process, shared by the tests of a class, and a client that keeps what it hears.</summary>
public sealed class RunningKernel : IAsyncLifetime
{
    /// <summary>Long enough for any machine; nothing waits for it unless something is broken.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public KernelProcess Process { get; private set; } = null!;

    public KernelClient Client => Process.Client;

    public static KernelSpec Spec { get; } = new()
    {
        Name = "csharp",
        Arguments = ["dotnet", typeof(ILanguageSession).Assembly.Location, "--connection-file", "{connection_file}"],
        InterruptMode = "message",
    };

    public async ValueTask InitializeAsync() =>
        Process = await KernelProcess.StartAsync(Spec, AppContext.BaseDirectory, TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => Process.DisposeAsync();

    /// <summary>Runs a cell.</summary>
    /// <returns>The reply, and all that the kernel published for it up to idle.</returns>
    public async Task<(ExecuteReply Reply, List<Message> Published)> ExecuteAsync(string code, Action<Message>? output = null)
    {
        var published = new List<Message>();
        var reply = await Client.ExecuteAsync(
            code,
            message =>
            {
                lock (published) published.Add(message);
                output?.Invoke(message);
            },
            TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
        lock (published) return (reply, [.. published]);
    }

    /// <summary>The plain text of a cell's result.</summary>
    public async Task<string?> ResultOfAsync(string code)
    {
        var (_, published) = await ExecuteAsync(code);
        return (string?)published.SingleOrDefault(message => message.Type == "execute_result")?.Content["data"]!["text/plain"];
    }

    public Task<JsonObject> RequestAsync(string type, JsonObject content) =>
        Client.RequestAsync(KernelChannel.Shell, type, content, TestContext.Current.CancellationToken)
            .WaitAsync(Patience, TestContext.Current.CancellationToken);
}
