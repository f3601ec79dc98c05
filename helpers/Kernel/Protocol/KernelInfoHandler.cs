using System.Text.Json.Nodes;
using Jupyter.Intelligence;
using Jupyter.Messaging;

namespace CSharpKernel.Protocol;

/// <summary>Says what this kernel is.</summary>
internal sealed class KernelInfoHandler : IRequestHandler
{
    public string Type => "kernel_info_request";

    public JsonObject Handle(Request request) => new()
    {
        ["status"] = "ok",
        ["protocol_version"] = Message.ProtocolVersion,
        ["implementation"] = "csharp-kernel",
        ["implementation_version"] = typeof(KernelInfoHandler).Assembly.GetName().Version?.ToString(3),
        ["language_info"] = new JsonObject
        {
            ["name"] = "C#",
            ["version"] = "14.0",
            ["mimetype"] = "text/x-csharp",
            ["file_extension"] = ".cs",
            ["pygments_lexer"] = "csharp",
            ["codemirror_mode"] = "text/x-csharp",
        },
        ["banner"] = $"C# 14 on .NET {Environment.Version}",
        ["debugger"] = false,
        ["supported_features"] = new JsonArray(LanguageClient.DiagnosticsFeature, LanguageClient.SignatureHelpFeature),
        ["help_links"] = new JsonArray(
            Link("C# reference", "https://learn.microsoft.com/dotnet/csharp/language-reference/"),
            Link("What is new in C#", "https://learn.microsoft.com/dotnet/csharp/whats-new/"),
            Link(".NET API", "https://learn.microsoft.com/dotnet/api/"),
            Link("Asynchronous programming", "https://learn.microsoft.com/dotnet/csharp/asynchronous-programming/")),
    };

    private static JsonObject Link(string text, string address) => new() { ["text"] = text, ["url"] = address };
}
