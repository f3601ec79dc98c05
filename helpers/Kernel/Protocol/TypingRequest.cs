using System.Text.Json.Nodes;
using CSharpKernel.Language.Intelligence;
using Jupyter.Messaging;

namespace CSharpKernel.Protocol;

/// <summary>What a front end asks about a cell that its user types.</summary>
/// <param name="Draft">The cell.</param>
/// <param name="Position">Where the cursor is, in UTF-16 code units.</param>
internal sealed record TypingRequest(CellDraft Draft, int Position)
{
    /// <summary>The cell's text.</summary>
    public string Code => Draft.Code;

    /// <summary>Reads a request.</summary>
    public static TypingRequest Read(Request request)
    {
        var content = request.Message.Content;
        var code = content["code"]?.GetValue<string>() ?? "";
        var cursor = content["cursor_pos"]?.GetValue<int>() ?? int.MaxValue;

        // The protocol does not know these: an editor may show what is above the cell and has not run.
        var before = (content["cells_before"] as JsonArray ?? []).Select(cell => cell?.GetValue<string>() ?? "");
        return new TypingRequest(new CellDraft(code) { Before = [.. before] }, CodePoints.ToUtf16(code, cursor));
    }

    /// <summary>A place in the cell, in code points.</summary>
    public int FromUtf16(int position) => CodePoints.FromUtf16(Code, position);
}
