using System.Text.Json.Nodes;
using Jupyter.Messaging;

namespace CSharpKernel.Protocol;

/// <summary>The kernel's stdin channel: asks the front end for the user's input.</summary>
internal sealed class InputChannel(KernelSockets sockets, string session)
{
    /// <summary>Asks, and waits for the answer. One question at a time.</summary>
    public string Ask(Message request, string prompt, bool password)
    {
        lock (this)
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
            return sockets.Stdin.Take().Content["value"]?.GetValue<string>() ?? "";
        }
    }
}
