using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Jupyter.Kernels;

/// <summary>How a kernel is started: what a <c>kernel.json</c> says. See "Making kernels for Jupyter".</summary>
public sealed record KernelSpec
{
    /// <summary>The file of a folder that says it.</summary>
    internal const string FileName = "kernel.json";

    // As a person would write it, so that a path in it can be read and edited.
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The name by which the kernel is asked for: the name of its folder.</summary>
    [JsonIgnore]
    public string Name { get; init; } = "";

    /// <summary>The folder that holds the <c>kernel.json</c>.</summary>
    [JsonIgnore]
    public string Folder { get; init; } = "";

    /// <summary>
    /// The program and its arguments; <c>{connection_file}</c> and <c>{resource_dir}</c> stand for the connection file and
    /// the spec's folder.
    /// </summary>
    [JsonPropertyName("argv")]
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>The name that people see.</summary>
    [JsonPropertyName("display_name")]
    public string DisplayName { get; init; } = "";

    /// <summary>The language of the code that it runs.</summary>
    [JsonPropertyName("language")]
    public string Language { get; init; } = "";

    /// <summary>How it is interrupted: <c>message</c> on the control channel, or <c>signal</c>, the default.</summary>
    [JsonPropertyName("interrupt_mode")]
    public string InterruptMode { get; init; } = "signal";

    /// <summary>Environment variables for the kernel; <c>${NAME}</c> stands for a variable of this process.</summary>
    [JsonPropertyName("env")]
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>What else front ends want to know: <c>debugger</c>, and whatever a kernel has to say of itself.</summary>
    [JsonPropertyName("metadata")]
    public JsonObject Metadata { get; init; } = [];

    /// <summary>Reads the <c>kernel.json</c> of a folder.</summary>
    /// <exception cref="KernelSpecException">The file is missing or says nothing that could be started.</exception>
    public static KernelSpec Read(string folder)
    {
        var file = Path.Combine(folder, FileName);
        try
        {
            var spec = JsonSerializer.Deserialize<KernelSpec>(File.ReadAllText(file));
            if (spec is not { Arguments.Count: > 0 }) throw new KernelSpecException($"{file} does not say how the kernel is started.");
            return spec with { Name = Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)), Folder = folder };
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new KernelSpecException($"{file} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Writes the <c>kernel.json</c> of a folder, whole or not at all.</summary>
    internal void Write(string folder)
    {
        var file = Path.Combine(folder, FileName);
        var unfinished = file + ".new";
        File.WriteAllText(unfinished, JsonSerializer.Serialize(this, Readable) + "\n");
        File.Move(unfinished, file, overwrite: true);
    }
}
