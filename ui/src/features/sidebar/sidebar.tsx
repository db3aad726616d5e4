// The left side: whose pipelines there are, what runs by itself, and how the autopilot stands.

import { BrandMark } from "../../components/brand-mark";
import type { BrandSummary } from "../../generated/BrandSummary";
import type { PipelineRow } from "../../generated/PipelineRow";
import type { Status } from "../../generated/Status";
import { count } from "../../lib/format";
import { linkTo } from "../../lib/place";
import { texts } from "../../lib/texts";
import { PilotCard } from "./pilot";
import "./sidebar.css";
import { TaskList } from "./tasks";
import { ThemeChoice } from "./theme-choice";

interface Props {
  status: Status;
  pipelines: PipelineRow[];
  /** The pipeline on screen. */
  current: PipelineRow | undefined;
}

export function Sidebar({ status, pipelines, current }: Props) {
  const brand = status.brands.find((brand) => brand.id === current?.brand_id) ?? status.brands[0];
  return (
    <aside className="sidebar" aria-label={texts.sidebar.label}>
      <div className="sidebar-scroll">
        <nav aria-label={texts.sidebar.pipelines}>
          {status.brands.map((brand, place) => (
            <BrandGroup
              key={brand.id}
              brand={brand}
              place={place}
              pipelines={pipelines.filter((pipeline) => pipeline.brand_id === brand.id)}
              current={current?.id}
            />
          ))}
        </nav>
        <TaskList tasks={status.tasks} />
      </div>
      {brand && <PilotCard status={status} brand={brand} />}
      <footer className="sidebar-foot">
        <span className="faint">{status.version}</span>
        <ThemeChoice />
      </footer>
    </aside>
  );
}

interface GroupProps {
  brand: BrandSummary;
  place: number;
  pipelines: PipelineRow[];
  current: string | undefined;
}

function BrandGroup({ brand, place, pipelines, current }: GroupProps) {
  const waiting = brand.awaiting_approval;
  return (
    <section className="brand">
      <h2 className="brand-name" title={brand.from_email}>
        <BrandMark name={brand.name} place={place} />
        <span className="cut">{brand.name}</span>
        {waiting > 0 && (
          <span className="hot" title={texts.sidebar.waiting(waiting)}>
            {count(waiting)}
          </span>
        )}
      </h2>
      <ul>
        {pipelines.map((pipeline) => (
          <li key={pipeline.id}>
            <a className="nav" href={linkTo(pipeline.id)} aria-current={pipeline.id === current ? "page" : undefined}>
              {pipeline.name}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
