using System.Text.Json.Nodes;
using CSharpKernel.Language;
using Jupyter.Messaging;

namespace CSharpKernel.Protocol;

/// <summary>Publishes a cell's output as that of the request which ran it.</summary>
internal sealed class RequestOutput(OutputChannel channel, InputChannel input, Message request, bool silent, bool allowsInput)
    : ICellOutput
{
    public void Write(OutputStream stream, ReadOnlySpan<char> text)
    {
        if (!silent) channel.Write(stream, text, request.Header);
    }

    public void Display(MimeBundle data, string displayId) => Show("display_data", data, displayId);

    public void UpdateDisplay(MimeBundle data, string displayId) => Show("update_display_data", data, displayId);

    public void ClearOutput(bool wait)
    {
        if (!silent) channel.PublishOutput("clear_output", new JsonObject { ["wait"] = wait }, request.Header);
    }

    public string? ReadLine(string prompt, bool password, CancellationToken cancellation)
    {
        if (!allowsInput)
            throw new InvalidOperationException("This front end takes no input, so the cell cannot read from the console.");
        channel.Flush();
        return input.Ask(request, prompt, password, cancellation);
    }

    private void Show(string type, MimeBundle data, string displayId)
    {
        if (silent) return;
        channel.PublishOutput(
            type,
            new JsonObject
            {
                ["data"] = data.ToJson(),
                ["metadata"] = new JsonObject(),
                ["transient"] = new JsonObject { ["display_id"] = displayId },
            },
            request.Header);
    }
}
