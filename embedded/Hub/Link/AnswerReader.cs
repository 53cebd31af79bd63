namespace Embedded.Hub.Link;

/// <summary>Reads an answer's fields.</summary>
internal delegate TAnswer AnswerReader<out TAnswer>(ref WireReader from);
