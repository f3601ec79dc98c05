using System.Text.Json;
using System.Text.Json.Serialization;

namespace Jupyter.Messaging;

/// <summary>
/// Where a kernel's five sockets are and how its messages are signed: what a front end writes into the connection file that
/// it hands to a kernel. See "Connection files" in the Jupyter client documentation.
/// </summary>
public sealed record ConnectionInfo
{
    /// <summary>The transport; <c>tcp</c> is the one that is supported.</summary>
    [JsonPropertyName("transport")]
    public string Transport { get; init; } = "tcp";

    /// <summary>The address that the sockets are bound to: a loopback one.</summary>
    [JsonPropertyName("ip")]
    public string Address { get; init; } = "127.0.0.1";

    /// <summary>The port for requests that run code.</summary>
    [JsonPropertyName("shell_port")]
    public int ShellPort { get; init; }

    /// <summary>The port for requests that must be answered while code runs: interrupt, shutdown.</summary>
    [JsonPropertyName("control_port")]
    public int ControlPort { get; init; }

    /// <summary>The port on which the kernel publishes output and status to every front end.</summary>
    [JsonPropertyName("iopub_port")]
    public int IOPubPort { get; init; }

    /// <summary>The port on which the kernel asks the front end for the user's input.</summary>
    [JsonPropertyName("stdin_port")]
    public int StdinPort { get; init; }

    /// <summary>The port that echoes whatever it receives.</summary>
    [JsonPropertyName("hb_port")]
    public int HeartbeatPort { get; init; }

    /// <summary>The key of the messages' signatures; empty for unsigned messages.</summary>
    [JsonPropertyName("key")]
    public string Key { get; init; } = "";

    /// <summary>The scheme of the messages' signatures.</summary>
    [JsonPropertyName("signature_scheme")]
    public string SignatureScheme { get; init; } = "hmac-sha256";

    /// <summary>The name of the kernel, where the front end gave it.</summary>
    [JsonPropertyName("kernel_name")]
    public string? KernelName { get; init; }

    /// <summary>The ZeroMQ address of one of the ports.</summary>
    public string Endpoint(int port) => $"{Transport}://{Address}:{port}";

    /// <summary>Reads a connection file.</summary>
    /// <exception cref="JsonException">The file is not a connection file.</exception>
    public static ConnectionInfo Read(string path) =>
        JsonSerializer.Deserialize<ConnectionInfo>(File.ReadAllText(path)) ?? throw new JsonException($"{path} is empty.");

    /// <summary>The text of a connection file.</summary>
    public string ToJson() => JsonSerializer.Serialize(this);
}
