// A stranger's document in a frame without rights: no scripts, no origin, no way out. The engine has made the document itself safe;
// neither of the two relies on the other.

import "./mail-frame.css";

export function MailFrame({ title, document: page }: { title: string; document: string }) {
  return (
    <iframe
      className="mail-frame"
      title={title}
      sandbox=""
      referrerPolicy="no-referrer"
      srcDoc={page}
      // A frame that has the focus keeps every key to itself; it gives it back when the pointer leaves.
      onMouseLeave={(event) => event.currentTarget.blur()}
    />
  );
}
