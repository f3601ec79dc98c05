using System.Text.Json.Nodes;
using Jupyter.Messaging;

namespace CSharpKernel.Protocol;

/// <summary>The kernel's stdin channel: asks the front end for the user's input.</summary>
internal sealed class InputChannel(KernelSockets sockets, string session)
{
    private readonly Lock _oneQuestion = new();

    /// <summary>Asks, and waits for the answer. One question at a time.</summary>
    public string Ask(Message request, string prompt, bool password, CancellationToken cancellation)
    {
        lock (_oneQuestion)
        {
            while (sockets.Stdin.TryTake(out _))
            {
                // The answer to a question that was given up.
            }

            sockets.SendStdin(new Message
            {
                Identities = request.Identities,
                Header = MessageHeader.Create("input_request", session),
                Parent = request.Header,
                Content = new JsonObject { ["prompt"] = prompt, ["password"] = password },
            });
            return sockets.Stdin.Take(cancellation).Message.Content["value"]?.GetValue<string>() ?? "";
        }
    }
}
