using System.Text.Json.Nodes;
using Jupyter.Kernels;
using Jupyter.Messaging;

namespace Jupyter.Intelligence;

/// <summary>
/// What an editor asks a kernel about code that is being written. The kernel knows what the cells so far have declared.
/// Positions are counted in UTF-16 code units, as editors and .NET count them. Safe to use from any thread.
/// </summary>
/// <remarks>
/// The Jupyter protocol has completion and inspection only. The course's kernel answers two requests more, and says so among
/// the <c>supported_features</c> of its <c>kernel_info_reply</c>. Other kernels would never answer them, and are not asked.
/// </remarks>
/// <param name="kernel">The kernel.</param>
/// <param name="info">What the kernel says of itself: its <c>kernel_info_reply</c>.</param>
public sealed class LanguageClient(KernelClient kernel, JsonObject info)
{
    /// <summary>The feature of a kernel that answers a <c>diagnostics_request</c>.</summary>
    public const string DiagnosticsFeature = "diagnostics";

    /// <summary>The feature of a kernel that answers a <c>signature_help_request</c>.</summary>
    public const string SignatureHelpFeature = "signature help";

    private IReadOnlyList<string> _before = [];

    /// <summary>Asks a kernel that runs as a process.</summary>
    public LanguageClient(KernelProcess process) : this(NotNull(process).Client, process.Info)
    {
    }

    /// <summary>Whether the kernel tells what is wrong with code before it runs.</summary>
    public bool HasDiagnostics { get; } = Has(info, DiagnosticsFeature);

    /// <summary>Whether the kernel tells what can be called where arguments are written.</summary>
    public bool HasSignatureHelp { get; } = Has(info, SignatureHelpFeature);

    /// <summary>
    /// Whether the kernel answers while a cell runs, as the course's does. Others do when it has ended: what is asked of them
    /// meanwhile waits as long.
    /// </summary>
    public bool AnswersWhileCellsRun => HasDiagnostics;

    /// <summary>
    /// Asks about cells below others that have not run yet. The course's kernel then knows also what those declare, reference and
    /// import, as if they had run, so that nothing that they bring is reported as missing. Other kernels know what has run.
    /// </summary>
    /// <param name="cells">The texts of those cells, the first one first.</param>
    public LanguageClient Below(IReadOnlyList<string> cells)
    {
        ArgumentNullException.ThrowIfNull(cells);
        return new LanguageClient(kernel, info) { _before = cells };
    }

    /// <summary>What can be written at a place.</summary>
    /// <param name="code">The cell's text.</param>
    /// <param name="position">The place, from 0 to the length of the text.</param>
    /// <param name="cancellation">Ends the waiting, as the next key press should.</param>
    /// <exception cref="KernelException">The kernel ended.</exception>
    public async Task<CompletionList> CompleteAsync(string code, int position, CancellationToken cancellation = default)
    {
        var reply = await AskAsync("complete_request", code, position, cancellation).ConfigureAwait(false);
        if (!Succeeded(reply)) return new CompletionList(position, position, []);
        var start = Utf16(code, reply["cursor_start"], position);
        var end = Utf16(code, reply["cursor_end"], position);

        // IPython's kernel and the course's add what each match is.
        var items = (reply["metadata"]?["_jupyter_types_experimental"] as JsonArray)?.OfType<JsonObject>().Select(item =>
            new CompletionItem(Text(item, "text"), Text(item, "type"), Text(item, "signature")));
        var matches = (reply["matches"] as JsonArray)?.Select(match => new CompletionItem((string?)match ?? "", "", ""));
        return new CompletionList(start, Math.Max(start, end), [.. items ?? matches ?? []]);
    }

    /// <summary>What the name at a place means; <see langword="null"/> if there is nothing to tell.</summary>
    /// <param name="code">The cell's text.</param>
    /// <param name="position">The place, from 0 to the length of the text.</param>
    /// <param name="detailed">Whether to tell all that is known, as the source of what a cell has declared.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="KernelException">The kernel ended.</exception>
    public async Task<Inspection?> InspectAsync(
        string code, int position, bool detailed = false, CancellationToken cancellation = default)
    {
        var reply = await AskAsync("inspect_request", code, position, cancellation, detailed ? 1 : 0).ConfigureAwait(false);
        if (!Succeeded(reply) || (bool?)reply["found"] != true || reply["data"] is not JsonObject data) return null;
        var markdown = (string?)data["text/markdown"];
        return ((string?)data["text/plain"] ?? markdown) is { } text ? new Inspection(text, markdown) : null;
    }

    /// <summary>What one of the things means that can be written at a place; <see langword="null"/> if there is nothing to tell.</summary>
    /// <param name="code">The cell's text.</param>
    /// <param name="completions">What can be written there.</param>
    /// <param name="item">One of it.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="KernelException">The kernel ended.</exception>
    public Task<Inspection?> InspectAsync(
        string code, CompletionList completions, CompletionItem item, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(code);
        ArgumentNullException.ThrowIfNull(completions);
        ArgumentNullException.ThrowIfNull(item);
        var written = code[..completions.Start] + item.Text;
        return InspectAsync(written + code[completions.End..], written.Length, detailed: false, cancellation);
    }

    /// <summary>
    /// What can be called where a place is among the arguments of a call; <see langword="null"/> where it is not, or the kernel
    /// cannot tell.
    /// </summary>
    /// <param name="code">The cell's text.</param>
    /// <param name="position">The place, from 0 to the length of the text.</param>
    /// <param name="cancellation">Ends the waiting, as the next key press should.</param>
    /// <exception cref="KernelException">The kernel ended.</exception>
    public async Task<SignatureHelp?> GetSignatureHelpAsync(
        string code, int position, CancellationToken cancellation = default)
    {
        if (!HasSignatureHelp) return null;
        var reply = await AskAsync("signature_help_request", code, position, cancellation).ConfigureAwait(false);
        if (!Succeeded(reply) || reply["signatures"] is not JsonArray { Count: > 0 } signatures) return null;
        return new SignatureHelp(
            [.. signatures.OfType<JsonObject>().Select(signature => new Signature(
                Text(signature, "label"),
                Text(signature, "documentation"),
                [.. (signature["parameters"] as JsonArray ?? []).OfType<JsonObject>().Select(parameter =>
                    new SignatureParameter(Text(parameter, "label"), Text(parameter, "documentation")))]))],
            (int?)reply["active_signature"] ?? 0,
            (int?)reply["active_parameter"]);
    }

    /// <summary>
    /// What the compiler would say of a cell if it ran now, in the order of the text. Nothing runs, and nothing is fetched.
    /// Empty where the kernel cannot tell.
    /// </summary>
    /// <param name="code">The cell's text.</param>
    /// <param name="cancellation">Ends the waiting, as the next key press should.</param>
    /// <exception cref="KernelException">The kernel ended.</exception>
    public async Task<IReadOnlyList<Diagnostic>> GetDiagnosticsAsync(string code, CancellationToken cancellation = default)
    {
        if (!HasDiagnostics) return [];
        var reply = await RequestAsync("diagnostics_request", new JsonObject { ["code"] = code }, cancellation).ConfigureAwait(false);
        if (!Succeeded(reply) || reply["diagnostics"] is not JsonArray diagnostics) return [];
        return [.. diagnostics.OfType<JsonObject>().Select(diagnostic =>
        {
            var start = Utf16(code, diagnostic["start"], 0);
            return new Diagnostic(
                start,
                Math.Max(start, Utf16(code, diagnostic["end"], start)),
                Text(diagnostic, "severity") switch
                {
                    "error" => DiagnosticSeverity.Error,
                    "warning" => DiagnosticSeverity.Warning,
                    _ => DiagnosticSeverity.Information,
                },
                Text(diagnostic, "code"),
                Text(diagnostic, "message"),
                (string?)diagnostic["help_link"]);
        })];
    }

    private static KernelProcess NotNull(KernelProcess process)
    {
        ArgumentNullException.ThrowIfNull(process);
        return process;
    }

    private static bool Has(JsonObject info, string feature)
    {
        ArgumentNullException.ThrowIfNull(info);
        return info["supported_features"] is JsonArray features && features.Any(known => JsonText.Of(known) == feature);
    }

    private static bool Succeeded(JsonObject reply) => Text(reply, "status") == "ok";

    private static string Text(JsonObject json, string name) => (string?)json[name] ?? "";

    private static int Utf16(string code, JsonNode? position, int otherwise) =>
        position is null ? otherwise : CodePoints.ToUtf16(code, (int)position);

    private Task<JsonObject> AskAsync(
        string type, string code, int position, CancellationToken cancellation, int? detailLevel = null)
    {
        ArgumentNullException.ThrowIfNull(code);
        var content = new JsonObject { ["code"] = code, ["cursor_pos"] = CodePoints.FromUtf16(code, Math.Min(position, code.Length)) };
        if (detailLevel is { } level) content["detail_level"] = level;
        return RequestAsync(type, content, cancellation);
    }

    private Task<JsonObject> RequestAsync(string type, JsonObject content, CancellationToken cancellation)
    {
        if (_before.Count > 0 && HasDiagnostics) content["cells_before"] = new JsonArray([.. _before.Select(cell => JsonValue.Create(cell))]);
        return kernel.RequestAsync(KernelChannel.Shell, type, content, cancellation);
    }
}
