using System.Text.Json.Nodes;
using Jupyter.Kernels;
using Jupyter.Messaging;

namespace Kernel.Tests.Protocol;

/// <summary>What a front end asks while its user types, of a real kernel process.</summary>
public sealed class TypingTests(RunningKernel kernel) : IClassFixture<RunningKernel>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Positions_are_counted_in_code_points()
    {
        var reply = await CompleteAsync("var 数 = \"😀\"; Console.WriteL(1);", 27);

        Assert.Equal(["WriteLine"], Matches(reply));
        Assert.Equal((21, 27), ((int)reply["cursor_start"]!, (int)reply["cursor_end"]!));
    }

    [Fact]
    public async Task Each_match_says_what_it_is_as_IPythons_do()
    {
        var reply = await CompleteAsync("Math.P", 6);

        var item = Assert.Single((JsonArray)reply["metadata"]!["_jupyter_types_experimental"]!, item => (string?)item!["text"] == "PI")!;
        Assert.Equal("constant", (string?)item["type"]);
        Assert.Equal("double", (string?)item["signature"]);
        Assert.Equal((5, 6), ((int)item["start"]!, (int)item["end"]!));
    }

    [Fact]
    public async Task A_name_is_explained_as_text_and_as_Markdown()
    {
        var reply = await kernel.RequestAsync(
            "inspect_request", new JsonObject { ["code"] = "\"😀\".Length", ["cursor_pos"] = 5, ["detail_level"] = 0 });

        Assert.True((bool?)reply["found"]);
        Assert.StartsWith("int string.Length { get; }", (string?)reply["data"]!["text/plain"], StringComparison.Ordinal);
        Assert.StartsWith("```csharp\nint string.Length", (string?)reply["data"]!["text/markdown"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task They_are_answered_while_a_cell_runs_and_the_kernel_is_busy_still()
    {
        var states = new List<string>();
        void Note(Message message)
        {
            if (message.Type == "status")
                lock (states) states.Add((string)message.Content["execution_state"]!);
        }

        var asked = new TaskCompletionSource();
        var answer = new TaskCompletionSource<string>();
        kernel.Client.Input = (_, _) =>
        {
            asked.SetResult();
            return answer.Task;
        };

        // What was published for earlier requests has arrived when this is over.
        await kernel.ExecuteAsync("");
        kernel.Client.Published += Note;
        var cell = kernel.ExecuteAsync("Console.ReadLine();");
        await asked.Task.WaitAsync(RunningKernel.Patience, Cancellation);

        Assert.Equal(["WriteLine"], Matches(await CompleteAsync("Console.WriteL", 14)));
        Assert.True((bool?)(await kernel.RequestAsync("inspect_request", new JsonObject { ["code"] = "Console", ["cursor_pos"] = 7 }))["found"]);
        Assert.Equal("complete", (string?)(await kernel.RequestAsync("is_complete_request", new JsonObject { ["code"] = "1" }))["status"]);
        Assert.Equal("ok", (string?)(await kernel.RequestAsync("history_request", new JsonObject { ["hist_access_type"] = "tail" }))["status"]);

        Assert.False(cell.IsCompleted);
        answer.SetResult("go on");
        Assert.Equal("ok", (await cell).Reply.Status);
        kernel.Client.Published -= Note;
        lock (states)
        {
            // With every answer busy and idle, and then busy again, since the cell runs on.
            Assert.Equal("busy" + string.Concat(Enumerable.Repeat(" busy idle busy", 4)) + " idle", string.Join(' ', states));
        }
    }

    [Theory]
    [InlineData("complete_request", "{\"code\": 1, \"cursor_pos\": 0}")]
    [InlineData("complete_request", "{\"code\": \"x\", \"cursor_pos\": \"nowhere\"}")]
    [InlineData("inspect_request", "{\"code\": [], \"cursor_pos\": 0}")]
    [InlineData("history_request", "{\"hist_access_type\": \"search\", \"pattern\": {}}")]
    public async Task Requests_that_make_no_sense_are_answered_and_do_no_harm(string type, string content)
    {
        Assert.Equal("error", (string?)(await kernel.RequestAsync(type, (JsonObject)JsonNode.Parse(content)!))["status"]);
        Assert.Equal(["WriteLine"], Matches(await CompleteAsync("Console.WriteL", 14)));
    }

    [Theory]
    [InlineData(-5)]
    [InlineData(1000)]
    public async Task Positions_outside_the_cell_do_no_harm(int position) =>
        Assert.Equal("ok", (string?)(await CompleteAsync("Console.WriteL", position))["status"]);

    [Fact]
    public async Task A_question_mark_shows_the_pager()
    {
        var (reply, published) = await kernel.ExecuteAsync("Console.WriteLine??");

        var page = Assert.Single((JsonArray)reply.Content["payload"]!)!;
        Assert.Equal("page", (string?)page["source"]);
        Assert.Contains("Console.WriteLine(string? value)", (string?)page["data"]!["text/plain"], StringComparison.Ordinal);
        Assert.DoesNotContain(published, message => message.Type is "stream" or "error" or "execute_result");
    }

    [Fact]
    public async Task A_question_about_nothing_is_answered_in_words()
    {
        var (reply, published) = await kernel.ExecuteAsync("?nothingOfTheKind");

        Assert.Equal("ok", reply.Status);
        Assert.Empty((JsonArray)reply.Content["payload"]!);
        Assert.Equal("Nothing is known of nothingOfTheKind.\n", (string?)published.Single(message => message.Type == "stream").Content["text"]);
    }

    [Theory]
    [InlineData("ClearOutput();", false)]
    [InlineData("ClearOutput(wait: true);", true)]
    public async Task Output_is_cleared_in_its_turn(string code, bool wait)
    {
        var (_, published) = await kernel.ExecuteAsync($"Console.Write(1); {code} Console.Write(2);");

        Assert.Equal(["stream", "clear_output", "stream"], published.Select(message => message.Type).Where(type => type is "stream" or "clear_output"));
        Assert.Equal(wait, (bool?)published.Single(message => message.Type == "clear_output").Content["wait"]);
    }

    [Theory]
    [InlineData("Console.ReadLine()", "", false, "typed")]
    [InlineData("await Kernel.GetInputAsync(\"Name?\")", "Name?", false, "typed")]
    [InlineData("(await Kernel.GetPasswordAsync(\"Word?\")).GetClearTextPassword()", "Word?", true, "typed")]
    [InlineData("await Kernel.GetPasswordAsync()", "", true, "************")]
    public async Task The_user_is_asked(string code, string prompt, bool password, string result)
    {
        (string, bool)? asked = null;
        kernel.Client.Input = (prompt, password) =>
        {
            asked = (prompt, password);
            return Task.FromResult("typed");
        };

        Assert.Equal(result, await kernel.ResultOfAsync("using Microsoft.DotNet.Interactive;\n" + code));
        Assert.Equal((prompt, password), asked);
    }

    [Fact]
    public async Task A_comm_that_nobody_waits_for_is_closed()
    {
        var closed = new TaskCompletionSource<string?>();
        void Note(Message message)
        {
            if (message.Type == "comm_close") closed.TrySetResult((string?)message.Content["comm_id"]);
        }

        kernel.Client.Published += Note;
        var content = new JsonObject { ["comm_id"] = "widget", ["target_name"] = "jupyter.widget", ["data"] = new JsonObject() };
        _ = kernel.Client.RequestAsync(KernelChannel.Shell, "comm_open", content, Cancellation);

        Assert.Equal("widget", await closed.Task.WaitAsync(RunningKernel.Patience, Cancellation));
        kernel.Client.Published -= Note;
        foreach (var type in (string[])["comm_msg", "comm_close"])
            _ = kernel.Client.RequestAsync(KernelChannel.Shell, type, new JsonObject { ["comm_id"] = "widget" }, Cancellation);
        Assert.Empty((JsonObject)(await kernel.RequestAsync("comm_info_request", []))["comms"]!);
    }

    [Fact]
    public async Task It_tells_what_it_uses_of_the_machine()
    {
        var usage = await kernel.Client.RequestAsync(KernelChannel.Control, "usage_request", [], Cancellation);

        Assert.Equal(kernel.Process.Id, (int?)usage["pid"]);
        Assert.InRange((long)usage["kernel_memory"]!, 1 << 20, long.MaxValue);
        Assert.InRange((double)usage["kernel_cpu"]!, 0, double.MaxValue);
        Assert.Equal(Environment.ProcessorCount, (int?)usage["cpu_count"]);
        Assert.InRange((double)usage["host_virtual_memory"]!["percent"]!, 0, 100);
    }

    [Fact]
    public async Task It_links_to_help()
    {
        var links = (JsonArray)(await kernel.RequestAsync("kernel_info_request", []))["help_links"]!;

        Assert.NotEmpty(links);
        Assert.All(links, link => Assert.True(Uri.IsWellFormedUriString((string?)link!["url"], UriKind.Absolute)));
    }

    [Fact]
    public async Task The_history_outlives_the_kernel()
    {
        var folder = Directory.CreateTempSubdirectory("csharp-kernel-test-");
        try
        {
            var spec = RunningKernel.Spec with
            {
                Environment = new Dictionary<string, string> { ["CSHARP_KERNEL_HISTORY"] = Path.Combine(folder.FullName, "history.jsonl") },
            };
            await using (var first = await KernelProcess.StartAsync(spec, AppContext.BaseDirectory, Cancellation))
            {
                await first.Client.ExecuteAsync("6 * 7", cancellation: Cancellation);
                await first.Client.RequestAsync(
                    KernelChannel.Shell, "execute_request", new JsonObject { ["code"] = "\"secret\"", ["store_history"] = false }, Cancellation);
                await first.Client.RequestAsync(KernelChannel.Control, "shutdown_request", [], Cancellation);
                await first.Exited.WaitAsync(RunningKernel.Patience, Cancellation);
            }

            await using var second = await KernelProcess.StartAsync(spec, AppContext.BaseDirectory, Cancellation);
            await second.Client.ExecuteAsync("var x = 1;", cancellation: Cancellation);
            var reply = await second.Client.RequestAsync(
                KernelChannel.Shell,
                "history_request",
                new JsonObject { ["hist_access_type"] = "tail", ["n"] = 10, ["output"] = true, ["raw"] = true },
                Cancellation);

            Assert.Equal("[[1,1,[\"6 * 7\",\"42\"]],[2,1,[\"var x = 1;\",null]]]", reply["history"]!.ToJsonString());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static IEnumerable<string?> Matches(JsonObject reply) => ((JsonArray)reply["matches"]!).Select(match => (string?)match);

    private Task<JsonObject> CompleteAsync(string code, int position) =>
        kernel.RequestAsync("complete_request", new JsonObject { ["code"] = code, ["cursor_pos"] = position });
}
