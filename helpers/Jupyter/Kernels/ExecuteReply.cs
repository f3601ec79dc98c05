using System.Text.Json.Nodes;

namespace Jupyter.Kernels;

/// <summary>How a kernel answered a request to run code.</summary>
/// <param name="Status"><c>ok</c>, <c>error</c>, or <c>aborted</c> where an earlier request had failed.</param>
/// <param name="ExecutionCount">The number of the execution.</param>
/// <param name="Content">The whole answer: of an error, its <c>ename</c>, <c>evalue</c> and <c>traceback</c>.</param>
public sealed record ExecuteReply(string Status, int? ExecutionCount, JsonObject Content)
{
    /// <summary>Whether the code ran to its end.</summary>
    public bool Succeeded => Status == "ok";
}
