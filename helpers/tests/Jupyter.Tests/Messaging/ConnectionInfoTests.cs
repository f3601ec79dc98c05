using System.Text.Json;
using Jupyter.Messaging;

namespace Jupyter.Tests.Messaging;

public sealed class ConnectionInfoTests
{
    [Fact]
    public void A_connection_file_of_Jupyter_is_read()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, """
                { "shell_port": 1, "iopub_port": 2, "stdin_port": 3, "control_port": 4, "hb_port": 5, "ip": "127.0.0.1",
                  "key": "a-b", "transport": "tcp", "signature_scheme": "hmac-sha256", "kernel_name": "csharp", "extra": true }
                """);

            var connection = ConnectionInfo.Read(path);

            Assert.Equal((1, 2, 3, 4, 5), (connection.ShellPort, connection.IOPubPort, connection.StdinPort, connection.ControlPort, connection.HeartbeatPort));
            Assert.Equal("a-b", connection.Key);
            Assert.Equal("tcp://127.0.0.1:4", connection.Endpoint(connection.ControlPort));
            Assert.Equal(connection, JsonSerializer.Deserialize<ConnectionInfo>(connection.ToJson()));
        }
        finally
        {
            File.Delete(path);
        }
    }
}
