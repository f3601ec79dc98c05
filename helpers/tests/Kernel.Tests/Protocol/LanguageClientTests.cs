using System.Text.Json.Nodes;
using Jupyter.Intelligence;

namespace Kernel.Tests.Protocol;

/// <summary>What an editor asks a real kernel process.</summary>
public sealed class LanguageClientTests(RunningKernel kernel) : IClassFixture<RunningKernel>
{
    private const string Emoji = "var face = \"😀\"; ";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private LanguageClient Client => new(kernel.Process);

    [Fact]
    public async Task Completion_gives_what_to_replace_and_of_each_item_what_it_is()
    {
        const string Code = Emoji + "Math.PI";

        var completions = await Client.CompleteAsync(Code, Code.Length, Cancellation);

        Assert.Equal("PI", Code[completions.Start..completions.End]);
        Assert.Equal([new CompletionItem("PI", "constant", "double")], completions.Items);
    }

    [Fact]
    public async Task Inspection_gives_text_and_Markdown()
    {
        var inspection = await Client.InspectAsync("Math.PI", 6, detailed: false, Cancellation);

        Assert.StartsWith("const double Math.PI", inspection!.Text, StringComparison.Ordinal);
        Assert.StartsWith("```csharp\n", inspection.Markdown, StringComparison.Ordinal);
        Assert.Null(await Client.InspectAsync("1 + 1", 2, detailed: false, Cancellation));
    }

    [Fact]
    public async Task Signature_help_gives_the_overloads_and_the_parameter_that_is_being_written()
    {
        const string Code = Emoji + "Math.Max(1, ";

        var help = (await Client.GetSignatureHelpAsync(Code, Code.Length, Cancellation))!;

        var signature = help.Signatures[help.ActiveSignature];
        Assert.Equal("int Math.Max(int val1, int val2)", signature.Label);
        Assert.Equal("int val2", signature.Parameters[help.ActiveParameter!.Value].Label);
        Assert.Null(await Client.GetSignatureHelpAsync("1 + 1", 2, Cancellation));
    }

    [Fact]
    public async Task Diagnostics_give_what_is_wrong_in_a_cell_while_another_runs()
    {
        const string Code = Emoji + "int n = \"\";";
        var asked = new TaskCompletionSource();
        var answer = new TaskCompletionSource<string>();
        kernel.Client.Input = (_, _) =>
        {
            asked.SetResult();
            return answer.Task;
        };
        var cell = kernel.ExecuteAsync("Console.ReadLine();");
        await asked.Task.WaitAsync(RunningKernel.Patience, Cancellation);

        var error = Assert.Single(await Client.GetDiagnosticsAsync(Code, Cancellation));

        Assert.False(cell.IsCompleted);
        Assert.Equal(("\"\"", DiagnosticSeverity.Error, "CS0029"), (Code[error.Start..error.End], error.Severity, error.Code));
        answer.SetResult("go on");
        Assert.Equal("ok", (await cell).Reply.Status);
    }

    [Fact]
    public async Task Cells_above_that_have_not_run_are_known()
    {
        var client = Client.Below(["var answer = 42;"]);

        var completions = await client.CompleteAsync("answ", 4, Cancellation);

        var item = Assert.Single(completions.Items);
        Assert.Equal(new CompletionItem("answer", "instance", "int"), item);
        Assert.StartsWith("int answer", (await client.InspectAsync("answ", completions, item, Cancellation))!.Text, StringComparison.Ordinal);
        Assert.Empty(await client.GetDiagnosticsAsync("answer + 1", Cancellation));
        Assert.NotEmpty(await Client.GetDiagnosticsAsync("answer + 1", Cancellation));
    }

    [Fact]
    public async Task A_question_about_a_name_is_no_mistake() =>
        Assert.Empty(await Client.GetDiagnosticsAsync("Console.WriteLine??", Cancellation));

    [Fact]
    public async Task A_kernel_that_does_not_say_so_is_not_asked_what_the_protocol_does_not_have()
    {
        var info = (JsonObject)kernel.Process.Info.DeepClone();
        info["supported_features"] = new JsonArray("debugger", 1);
        var client = new LanguageClient(kernel.Client, info);

        Assert.False(client.HasDiagnostics || client.HasSignatureHelp);
        Assert.Empty(await client.GetDiagnosticsAsync("int n = \"\";", Cancellation));
        Assert.Null(await client.GetSignatureHelpAsync("Math.Max(", 9, Cancellation));
        Assert.NotEmpty((await client.CompleteAsync("Math.Ma", 7, Cancellation)).Items);
    }
}
